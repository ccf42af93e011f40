package io.millrace.broker.queue;

/**
 * Delivered messages go back to their places, as an attempt that counts.
 *
 * @param dueAtMillis before when they are not delivered again; 0 for at once
 */
public record Requeue(Offsets offsets, long dueAtMillis) implements DurableCommand {
  @Override
  public void match(Cases cases) {
    cases.requeue(this);
  }
}
