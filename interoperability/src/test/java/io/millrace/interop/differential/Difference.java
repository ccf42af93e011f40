package io.millrace.interop.differential;

/**
 * Where two sides parted.
 *
 * @param script whose last step both answered, each in its way
 */
record Difference(Script script, String reference, String other) {
  @Override
  public String toString() {
    return "%s%n  RabbitMQ: %s%n  other:    %s".formatted(script, reference, other);
  }
}
