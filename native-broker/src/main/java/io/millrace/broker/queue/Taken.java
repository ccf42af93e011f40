package io.millrace.broker.queue;

/**
 * A consumer has taken what it was sent: as many bytes more may be on their way to it.
 *
 * @param bytes of bodies
 */
public record Taken(long consumer, long bytes) implements VolatileCommand {
  @Override
  public void match(Cases cases) {
    cases.taken(this);
  }
}
