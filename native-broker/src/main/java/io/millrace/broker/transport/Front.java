package io.millrace.broker.transport;

import io.netty.channel.Channel;

/** Who talks a protocol with those who connect. */
@FunctionalInterface
public interface Front {
  /** A connection has come: puts handlers into its pipeline. On its event loop. */
  void accept(Channel channel);
}
