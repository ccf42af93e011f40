package io.millrace.broker.queue;

/** A consumer still works on messages: their time to be settled starts anew. */
public record Renew(long consumer, Offsets offsets) implements VolatileCommand {
  @Override
  public void match(Cases cases) {
    cases.renew(this);
  }
}
