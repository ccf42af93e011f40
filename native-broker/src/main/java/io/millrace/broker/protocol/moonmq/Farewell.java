package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.transport.LingeringClose;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.FrameBuffer;
import io.netty.channel.Channel;

/** The end of a connection that the broker ends: an Error that says why, then this side ends. */
final class Farewell {
  private Farewell() {}

  /** On the channel's thread. */
  static void say(Fault why, Channel channel, FrameBuffer out) {
    out.add(why);
    out.writeTo(channel, LingeringClose.of(channel));
  }
}
