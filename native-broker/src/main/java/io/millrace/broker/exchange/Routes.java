package io.millrace.broker.exchange;

import io.millrace.broker.message.Message;

/**
 * The bindings of one exchange, arranged so that they can be matched fast.
 *
 * <p>Immutable: to bind and to unbind give a changed copy, which should share most of itself with
 * the one that it was made from.
 *
 * @param <Q> what stands for a queue
 */
public interface Routes<Q> {

  /**
   * With one more binding. It is valid, and not there yet; another to the same destination may be.
   */
  Routes<Q> bind(Binding binding, Destination<Q> destination);

  /** Without a binding that is there. */
  Routes<Q> unbind(Binding binding, Destination<Q> destination);

  /**
   * Adds the destination of every binding that matches, in any order; adding one twice is harmless.
   * Called by many threads at once, for every message: must neither wait nor throw.
   */
  void route(Message message, Routing<Q> to);
}
