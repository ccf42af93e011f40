package io.millrace.broker.policy;

/** What a policy is for. */
public enum ApplyTo {
  ALL("all"),
  QUEUES("queues"),
  EXCHANGES("exchanges");

  private final String text;

  ApplyTo(String text) {
    this.text = text;
  }

  /**
   * By the name that definitions have for it.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static ApplyTo of(String text) {
    for (ApplyTo value : values()) {
      if (value.text.equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "a policy applies to all, queues or exchanges, not to " + text);
  }

  /** What definitions call it. */
  public String text() {
    return text;
  }

  boolean includes(ApplyTo kind) {
    return this == ALL || this == kind;
  }
}
