package io.millrace.broker.queue;

/** A consumer takes other messages than before; what it holds it keeps. */
public record Choose(long consumer, KeyFilter filter) implements VolatileCommand {
  @Override
  public void match(Cases cases) {
    cases.choose(this);
  }
}
