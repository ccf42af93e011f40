package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.vhost.Deliveries;

/** Where the consumers of a connection send what they get: the connection. */
interface Outlet {
  /**
   * Runs something on the connection's thread, later. From any thread, never blocks; nothing
   * happens if the connection's thread has ended.
   */
  void hop(Runnable task);

  /** Writes messages to the client. On the connection's thread. */
  void push(Consumer consumer, Deliveries deliveries);

  /** Tells the client that its queue is no more. On the connection's thread. */
  void queueGone(Consumer consumer);
}
