package io.millrace.broker.queue;

/** A consumer wants no more messages. What it has not settled stays with it until it does. */
public record Cancel(long consumer) implements VolatileCommand {
  @Override
  public void match(Cases cases) {
    cases.cancel(this);
  }
}
