package io.millrace.queue;

import java.time.Duration;
import java.util.Optional;

/**
 * Producers, a bounded channel, and consumers, with a life of their own.
 *
 * <p><b>Threads:</b> every method may be called from any thread. None blocks but {@link
 * #awaitTermination}, {@link #stop} and {@link #close}.
 *
 * <p><b>Limits:</b> the channel holds at most {@code bufferMessages}; all messages fetched and not
 * settled hold at most {@code bufferBytes}, or one message if it alone is larger. At either limit
 * producers stop fetching.
 *
 * <p><b>After a crash</b> each message that was not settled is the source's again.
 *
 * @param <T> the payload
 */
public interface Queue<T> extends AutoCloseable {

  static <T> QueueBuilder<T> builder(String name) {
    return new QueueBuilder<>(name);
  }

  String name();

  QueueState state();

  /**
   * Starts the producers' and consumers' threads and returns; a producer or consumer that cannot be
   * made yet is tried again.
   *
   * @throws IllegalStateException when the queue was started or stopped before
   */
  void start();

  /**
   * Stops in order: producers stop fetching, consumers finish what was fetched, everything is
   * settled, then clients are closed. What is not finished by the deadline goes back to its source;
   * so does at once what waits for a retry. Handlers still running at the deadline are interrupted,
   * and that is not counted as an attempt. A handler that ignores the interrupt is abandoned: its
   * message is returned and its later result refused.
   *
   * <p>Harmless when called again; the nearest deadline holds. {@link Duration#ZERO} stops now.
   *
   * <p>A handler, producer or listener of the queue that calls it does not wait, as the queue would
   * wait for it: then the report is what was done so far.
   *
   * @return what the queue did in its life
   */
  DrainReport stop(Duration deadline);

  /** Waits for {@link QueueState#STOPPED}; false when {@code timeout} passed first. */
  boolean awaitTermination(Duration timeout) throws InterruptedException;

  /** The report of a stopped queue. */
  Optional<DrainReport> drainReport();

  /** Stops fetching and handing out; handlers that run finish. What was fetched stays. */
  void pause();

  void resume();

  /**
   * Sets how many producers and consumers there are, each at least 1. Surplus ones finish what they
   * have first; ordering holds throughout. For an adaptive queue the number of consumers becomes
   * the upper limit.
   */
  void resize(int producers, int consumers);

  /**
   * Gives {@code event} to every consumer, each between two of its messages; a busy one delays no
   * other.
   */
  void broadcast(Object event);

  QueueSnapshot snapshot();

  /** {@link #stop} with the queue's own deadline. */
  @Override
  void close();
}
