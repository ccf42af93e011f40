package io.millrace.broker.queue;

/**
 * The copies of departing messages are durable where dead letters go, or there is nowhere to send
 * them any more.
 */
public record Departed(Offsets offsets) implements VolatileCommand {
  @Override
  public void match(Cases cases) {
    cases.departed(this);
  }
}
