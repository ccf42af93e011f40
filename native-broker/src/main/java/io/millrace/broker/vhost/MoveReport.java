package io.millrace.broker.vhost;

/**
 * What a move has done. What was looked at and not moved is where it was.
 *
 * @param lookedAt how many messages were looked at
 * @param selected those of them that were meant and have somewhere to go
 * @param moved those of them that are durable where they went, and gone from where they were; 0 in
 *     a dry run
 * @param homeless those that were meant, but nobody knows where they came from, or it is no more
 * @param state how far it is
 */
public record MoveReport(long lookedAt, long selected, long moved, long homeless, State state) {

  /** How far a move is, or what has ended it. */
  public enum State {
    MOVING,
    /** All that were in the queue when it began were looked at, or as many moved as allowed. */
    DONE,
    CANCELLED,
    /** A queue where messages should go was full. */
    QUEUE_FULL,
    /** The store was full. */
    NO_SPACE,
    /** A queue was deleted or has failed, or the virtual host stops. */
    UNAVAILABLE,
    /** The choice of messages has failed. */
    FAILED
  }
}
