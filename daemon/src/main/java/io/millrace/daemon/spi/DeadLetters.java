package io.millrace.daemon.spi;

import io.millrace.queue.Pusher;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A place where dead letters wait: to be looked at, sent back and thrown away. What was sent back
 * or thrown away is not shown again, also not by another process.
 *
 * <p>Pipelines may add to it meanwhile; what comes after a call has begun may be left to the next.
 *
 * <p><b>Threads:</b> one. Every method blocks, and can be interrupted.
 */
public interface DeadLetters extends AutoCloseable {
  /** What an operator calls it: {@code topic orders.dlq}. */
  String description();

  /** Shows what is there to {@code reader}, the oldest first, until it answers false. */
  void read(Predicate<DeadLetter> reader) throws Exception;

  /**
   * Sends dead letters back, as the messages they were, but for the count of their redrives. A
   * crash in between leads to duplicates, never to a loss.
   *
   * @param target where to; empty for where each came from
   * @throws DeadLetterException when it is not known how to get there
   */
  Report redrive(Selection selection, Optional<Pusher<byte[]>> target) throws Exception;

  /** Throws dead letters away, for good. */
  Report drop(Selection selection) throws Exception;

  @Override
  default void close() throws Exception {}

  /**
   * Which dead letters, and how fast.
   *
   * @param which those that are meant
   * @param limit how many of them at most, the oldest first
   * @param perSecond how many a second at most
   * @param isDryRun whether only to count them
   */
  record Selection(Predicate<DeadLetter> which, int limit, int perSecond, boolean isDryRun) {
    /** A limit or a rate that is none. */
    public static final int UNLIMITED = Integer.MAX_VALUE;
  }

  /**
   * What was done.
   *
   * @param lookedAt how many dead letters were looked at
   * @param done how many were sent back or thrown away; in a dry run, how many would have been
   * @param failure what ended it early
   */
  record Report(long lookedAt, long done, Optional<Exception> failure) {}
}
