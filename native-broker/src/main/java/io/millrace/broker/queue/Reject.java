package io.millrace.broker.queue;

/**
 * A consumer wants messages to go to the dead letters, or away where there are none. Those that it
 * does not hold any more are ignored.
 */
public record Reject(long consumer, Offsets offsets) implements VolatileCommand {
  @Override
  public void match(Cases cases) {
    cases.reject(this);
  }
}
