package io.millrace.queue;

import java.time.Duration;

/**
 * What a queue did in its life, counted in messages.
 *
 * @param fetched handed to the queue by its producers
 * @param acked handled
 * @param rejected refused by a handler, or dead letters of a queue that has no place for them
 * @param deadLettered safe at the dead letter pusher
 * @param returned given back to their source: not handled, or not to the end
 * @param drain how long it took from the request to stop to the end
 */
public record DrainReport(
    long fetched, long acked, long rejected, long deadLettered, long returned, Duration drain) {

  /** Those a handler or the dead letter pusher is done with. */
  public long finished() {
    return acked + rejected + deadLettered;
  }

  /** Those nobody can account for: 0, or the queue has a defect. */
  public long lost() {
    return fetched - finished() - returned;
  }

  @Override
  public String toString() {
    return "finished "
        + finished()
        + " (acked "
        + acked
        + ", rejected "
        + rejected
        + ", dead-lettered "
        + deadLettered
        + "), returned "
        + returned
        + ", lost "
        + lost()
        + ", drained in "
        + drain.toMillis()
        + " ms";
  }
}
