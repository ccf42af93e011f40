package io.millrace.broker.queue;

/**
 * Changes what a consumer may still be sent, in deliveries.
 *
 * @param credit added; negative to take back, which may leave the consumer in debt
 */
public record Grant(long consumer, int credit) implements VolatileCommand {
  @Override
  public void match(Cases cases) {
    cases.grant(this);
  }
}
