package io.millrace.broker.queue;

/** Time has passed: does what is due, at the latest when {@link QueueMachine#wakeAtMillis} says. */
public record Tick() implements VolatileCommand {
  @Override
  public void match(Cases cases) {
    cases.tick(this);
  }
}
