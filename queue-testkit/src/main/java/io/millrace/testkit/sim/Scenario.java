package io.millrace.testkit.sim;

import io.millrace.queue.Message;
import io.millrace.queue.QueueConfig;
import java.util.List;

/**
 * What is simulated in one seed: the handler under test, the messages it gets, and what must hold
 * for it.
 *
 * <p>An instance lives for one seed, through all stops, crashes and restarts of the queue, as a
 * database would. Everything is called by one thread. Randomness must come from the generator its
 * {@link ScenarioFactory} was given, or a seed cannot be replayed.
 *
 * @param <T> the payload
 */
public interface Scenario<T> {

  /**
   * The handler, one message at a time or in batches. Its factory is called for every worker of
   * every queue.
   */
  QueueConfig.Handler<T> handler();

  /** The payload, headers and size of the next message; its key is drawn by the simulation. */
  Message<T> message(int number);

  /** Called when the faults end: from now on each message must be handled in the end. */
  default void calm() {}

  /**
   * Called after every step.
   *
   * @throws AssertionError when something is not as it must be
   */
  default void afterStep() {}

  /**
   * Called when every message has been handled, or given to the dead letters, and the queue has
   * stopped.
   *
   * @param published all messages, with their keys
   * @throws AssertionError when something is not as it must be
   */
  default void atEnd(List<Message<T>> published) {}
}
