package io.millrace.broker.queue;

/**
 * Messages are on their way to where dead letters go. They are not delivered any more, and stay in
 * the queue until their copies are durable there: a {@link Settle} as {@link Fate#DEAD_LETTERED}
 * says so. What departs is sent again after a restart.
 *
 * @param sizeBytes the sum of their {@link Envelope#sizeBytes}
 */
public record Depart(Offsets offsets, DeadLetterReason reason, long sizeBytes)
    implements DurableCommand {
  @Override
  public void match(Cases cases) {
    cases.depart(this);
  }
}
