package io.millrace.broker.queue;

/**
 * Stops deliveries to a consumer, or lets them go on; its credit is kept.
 *
 * @param open whether deliveries may leave
 */
public record Flow(long consumer, boolean open) implements VolatileCommand {
  @Override
  public void match(Cases cases) {
    cases.flow(this);
  }
}
