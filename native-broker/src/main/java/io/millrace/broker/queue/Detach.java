package io.millrace.broker.queue;

/**
 * A consumer is gone: what it has not settled goes back to its place, flagged as redelivered.
 *
 * @param counted whether this counts as a failed attempt, as it should where the connection broke,
 *     so that a message that kills its consumers meets the delivery limit
 */
public record Detach(long consumer, boolean counted) implements VolatileCommand {
  @Override
  public void match(Cases cases) {
    cases.detach(this);
  }
}
