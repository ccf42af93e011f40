package io.millrace.kafka.chaos;

/** How the members of a group and the broker agree on who reads what. */
enum GroupProtocol {
  /** Members assign, all of them at the same time. */
  CLASSIC("classic"),
  /** The broker assigns, to each at its own time (KIP-848). */
  CONSUMER("consumer");

  private final String property;

  GroupProtocol(String property) {
    this.property = property;
  }

  String property() {
    return property;
  }
}
