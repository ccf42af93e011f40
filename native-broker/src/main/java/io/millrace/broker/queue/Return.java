package io.millrace.broker.queue;

/**
 * A consumer gives messages back, to their places. Those that it does not hold any more are
 * ignored.
 *
 * @param counted whether this is a failed attempt; one that is not takes effect at once
 * @param dueAtMillis before when a failed one is not delivered again; 0 leaves it to the queue
 */
public record Return(long consumer, Offsets offsets, boolean counted, long dueAtMillis)
    implements VolatileCommand {
  @Override
  public void match(Cases cases) {
    cases.giveBack(this);
  }
}
