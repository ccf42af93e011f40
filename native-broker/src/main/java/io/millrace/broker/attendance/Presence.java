package io.millrace.broker.attendance;

/**
 * How many consumers a queue has.
 *
 * @param present that there are, with all routing keys
 */
public record Presence(ExpectedConsumers expected, long present) {
  /** How many are not there; 0 if all are, or more. */
  public long missing() {
    return Math.max(0, expected.consumers() - present);
  }

  /** Such as {@code queue 'orders' has 1 of 2 consumers}. */
  @Override
  public String toString() {
    return "queue '%s' has %d of %d consumers"
        .formatted(expected.queue(), present, expected.consumers());
  }
}
