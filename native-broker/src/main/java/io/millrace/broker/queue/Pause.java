package io.millrace.broker.queue;

/**
 * Stops all deliveries of the queue, or lets them go on.
 *
 * @param paused whether nothing is to leave
 */
public record Pause(boolean paused) implements VolatileCommand {
  @Override
  public void match(Cases cases) {
    cases.pause(this);
  }
}
