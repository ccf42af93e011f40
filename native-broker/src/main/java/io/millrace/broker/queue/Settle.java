package io.millrace.broker.queue;

/**
 * Messages leave the queue for good: their space can be given back.
 *
 * @param sizeBytes the sum of their {@link Envelope#sizeBytes}
 */
public record Settle(Offsets offsets, Fate fate, long sizeBytes) implements DurableCommand {
  @Override
  public void match(Cases cases) {
    cases.settle(this);
  }
}
