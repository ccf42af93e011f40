package io.millrace.broker.queue;

/**
 * All messages leave the queue for good but those in {@code survivors}: where it was emptied, the
 * unacknowledged, the delayed and the departing ones; at a restart, the persistent and the
 * departing ones.
 *
 * @param nextOffset that of the message after it; all purged ones are below
 * @param survivors not changed by anybody any more
 * @param count of the messages purged
 * @param sizeBytes the sum of the {@link Envelope#sizeBytes} of the purged ones
 */
public record Purge(long nextOffset, OffsetRuns survivors, long count, long sizeBytes)
    implements DurableCommand {
  @Override
  public void match(Cases cases) {
    cases.purge(this);
  }
}
