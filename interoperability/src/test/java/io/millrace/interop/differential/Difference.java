package io.millrace.interop.differential;

/**
 * Where two sides parted.
 *
 * @param step counted from 1
 */
record Difference(int step, String reference, String other) {
  @Override
  public String toString() {
    return "step %d:\n    RabbitMQ: %s\n    other:    %s".formatted(step, reference, other);
  }
}
