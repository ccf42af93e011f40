package io.millrace.broker.attendance;

/**
 * How many consumers a queue is to have.
 *
 * @param queue as clients call it, with all its routing keys; it need not be there
 * @param consumers at least 1
 */
public record ExpectedConsumers(String virtualHost, String queue, int consumers) {
  /**
   * @throws IllegalArgumentException if no queue is named, or nobody is expected
   */
  public ExpectedConsumers {
    if (queue.isEmpty() || consumers < 1) {
      throw new IllegalArgumentException(
          "%d consumers are expected of queue '%s'".formatted(consumers, queue));
    }
  }
}
