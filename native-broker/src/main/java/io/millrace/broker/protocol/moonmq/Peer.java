package io.millrace.broker.protocol.moonmq;

import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.Method;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What a {@link Session} needs of the one whom it serves. For the session's thread. */
interface Peer extends Outlet {
  /** The place of a reply among the others. */
  Reply openReply();

  /**
   * Holds back what comes after a request until its future is done and {@code then} has run; a
   * failure is the answer.
   */
  <T> void await(CompletableFuture<T> future, Consumer<T> then, Reply reply, Method method);

  /** What was published has to get on its way before more is read. */
  void holdPublishes();

  /** It is on its way. */
  void releasePublishes();

  /** Whether what is sent is taken. */
  boolean isTakenFrom();

  /** Sends something that is no reply. */
  void tell(Fault fault);

  /** Sends off what there is. */
  void flush();
}
