package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.vhost.SubscribeOptions;
import io.millrace.broker.vhost.VirtualHost;

/** What the {@linkplain CopyQueue queues for copies} of one connection share. */
interface CopyQueues {
  VirtualHost host();

  Peer connection();

  long connectionNumber();

  SubscribeOptions options(BindTerms terms);
}
