package io.millrace.client.codec;

import java.util.Optional;

/** What has to be true of a message before its publisher is told that it is published. */
public enum Confirm {
  /** It is in its queue; a crash of the broker loses it. */
  MEMORY("memory"),
  /** It is durable where its queue is. */
  DISK("disk"),
  /** It is durable on most members of its queue. */
  QUORUM("quorum");

  private final String text;

  Confirm(String text) {
    this.text = text;
  }

  /** As it stands in a header. */
  public String text() {
    return text;
  }

  public static Optional<Confirm> of(String text) {
    return switch (text) {
      case "memory" -> Optional.of(MEMORY);
      case "disk" -> Optional.of(DISK);
      case "quorum" -> Optional.of(QUORUM);
      default -> Optional.empty();
    };
  }
}
