package io.millrace.broker.queue;

/** A consumer has handled messages. Those that it does not hold any more are ignored. */
public record Acknowledge(long consumer, Offsets offsets) implements VolatileCommand {
  @Override
  public void match(Cases cases) {
    cases.acknowledge(this);
  }
}
