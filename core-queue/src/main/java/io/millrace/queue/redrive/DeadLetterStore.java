package io.millrace.queue.redrive;

import io.millrace.queue.Pusher;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A place where dead letters wait: to be looked at, sent back and thrown away. What was sent back
 * or thrown away is not shown again, also not by another process.
 *
 * <p>Queues may add to it meanwhile; what comes after a call has begun may be left to the next.
 *
 * <p><b>Threads:</b> one. Every method blocks, and can be interrupted.
 */
public interface DeadLetterStore extends AutoCloseable {
  /** What an operator calls it: {@code topic orders.dlq}. */
  String description();

  /**
   * Shows what is there to {@code reader} until it answers false; the oldest first, within each
   * part of a store that has parts.
   */
  void read(Predicate<DeadLetter> reader) throws Exception;

  /** The dead letter of this id; empty when there is none, or it is gone. */
  Optional<DeadLetter> find(String id) throws Exception;

  /**
   * Sends dead letters back to where each came from, as the messages they were, but for the count
   * of their redrives. A crash in between leads to duplicates, never to a loss.
   *
   * @return what was sent; its failure says what could not be, and why
   */
  RedriveReport redrive(Selection selection) throws Exception;

  /** As {@link #redrive}, to another place. */
  RedriveReport redriveTo(Pusher<byte[]> target, Selection selection) throws Exception;

  /**
   * Throws dead letters away, for good.
   *
   * @return those thrown away are counted as redriven
   */
  RedriveReport drop(Selection selection) throws Exception;

  @Override
  default void close() throws Exception {}
}
