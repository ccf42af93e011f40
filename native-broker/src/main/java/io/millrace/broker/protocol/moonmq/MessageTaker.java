package io.millrace.broker.protocol.moonmq;

import io.millrace.client.codec.Frame.Fault;

/** Who waits for a message: told one of these, once, on the thread of its {@link Caller}. */
public interface MessageTaker {
  void taken(TakenMessage message);

  /** There will be none. */
  void refused(Fault why);

  /** There is none, and nobody is to wait for one. */
  void nothing();
}
