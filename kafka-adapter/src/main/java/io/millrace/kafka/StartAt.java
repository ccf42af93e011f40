package io.millrace.kafka;

/** Where a group begins to read a partition that it has committed nothing of. */
public enum StartAt {
  /** At the oldest record there is. */
  EARLIEST("earliest"),
  /** Behind the newest record there is: only what comes from now on is read. */
  LATEST("latest");

  private final String reset;

  StartAt(String reset) {
    this.reset = reset;
  }

  /** The value of {@code auto.offset.reset} that says the same. */
  String reset() {
    return reset;
  }
}
