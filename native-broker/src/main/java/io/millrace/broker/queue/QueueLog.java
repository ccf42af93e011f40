package io.millrace.broker.queue;

/**
 * What a queue's machine needs beneath it: a place for its durable commands, and a look at the
 * messages that are still there.
 *
 * <p><b>Threads:</b> the queue's owner only. Nothing here waits for a disk to sync.
 */
public interface QueueLog {
  /**
   * Adds a command. On return it may be applied.
   *
   * @return its position, from which on it is durable once the log's durable position has passed it
   * @throws java.io.UncheckedIOException if it could not be added: the command must not be applied,
   *     and the log is unusable
   */
  long append(DurableCommand command);

  /**
   * The envelope of a message that is in the queue: enqueued and not settled. Cheap where offsets
   * ascend from call to call.
   *
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  Envelope envelope(long offset);

  /** Whether what is in it is there after a restart. Always the same. */
  boolean outlivesRestart();
}
