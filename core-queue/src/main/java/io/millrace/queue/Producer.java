package io.millrace.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads messages from a backend and settles them there.
 *
 * <p><b>Threads:</b> an instance belongs to one thread of the queue, which calls every method but
 * {@link #wakeup}. An adapter needs no locks.
 *
 * <p><b>Life:</b> {@code fetch} and {@code settle} in turns; after {@link FetchResult#END} or a
 * stop only {@code settle}, until each fetched message is settled; then {@code close}, once.
 *
 * @param <T> the payload
 */
public interface Producer<T> extends AutoCloseable {

  /**
   * Adds what the backend has to {@code fetch}, waiting for the first message up to {@link
   * Fetch#maxWait}. Called with {@link Fetch#messageLimit} 0 as well, while the queue is full: then
   * it adds nothing, does not wait, and does what keeps its backend connection alive.
   *
   * @throws Exception when the backend fails; the queue calls again after a growing pause, and
   *     keeps what was added
   */
  FetchResult fetch(Fetch<T> fetch) throws Exception;

  /**
   * Records what became of messages. Each fetched message comes here exactly once, in any order.
   *
   * @throws Exception when the backend fails; the queue counts and reports it, and does not repeat
   *     the call: a producer that can settle later keeps the settlements itself
   */
  void settle(List<Settlement<T>> settlements) throws Exception;

  /**
   * Makes a {@code fetch} that waits return soon. Called from any thread, also when no fetch is
   * under way.
   */
  default void wakeup() {}

  /**
   * How long the backend keeps a message for us without a sign of life. When present, {@link
   * #renew} is called with the messages still in the queue well within this time.
   */
  default Optional<Duration> lease() {
    return Optional.empty();
  }

  /**
   * Tells the backend that these messages, each fetched here and not yet settled, are still being
   * worked on.
   */
  default void renew(List<Message<T>> unsettled) throws Exception {}

  /**
   * Whether a message has ended the worker that had it, as far as the backend can tell: that worker
   * died and had nothing else in hand. The queue asks, right after the fetch, for a message that
   * comes with its attempts used up, and gives it up without another one when that is so. Must be
   * cheap.
   */
  default boolean hasEndedWorkers(Message<T> message) {
    return false;
  }

  /**
   * How many messages wait in the backend behind what was fetched, or -1 where that is not known.
   * Must be cheap.
   */
  default long lag() {
    return -1;
  }

  /**
   * Writes what {@code settle} left unwritten and lets go of the backend. Called once, after the
   * last settlement.
   */
  @Override
  default void close() throws Exception {}
}
