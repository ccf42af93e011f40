package io.millrace.broker.queue;

/**
 * What must be known after a restart: the only commands that reach a journal. A queue's state is
 * its last {@link QueueSnapshot} and the durable commands since then, applied in order.
 *
 * <p>Each carries what applying it needs, so that replaying never reads a message that is gone.
 */
public sealed interface DurableCommand permits Enqueue, Settle, Depart, Requeue, Purge {

  /** Calls the one method of {@code cases} that is for this command. */
  void match(Cases cases);

  /** An answer to each durable command. */
  interface Cases {
    void enqueue(Enqueue command);

    void settle(Settle command);

    void depart(Depart command);

    void requeue(Requeue command);

    void purge(Purge command);
  }
}
