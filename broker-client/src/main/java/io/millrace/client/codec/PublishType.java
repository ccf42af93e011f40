package io.millrace.client.codec;

import java.util.Locale;
import java.util.Optional;

/** To whom a message goes. */
public enum PublishType {
  /** To one consumer, whose routing key is the message's. */
  DIRECT("direct"),
  /** To every consumer that is bound, whatever its routing key. */
  FANOUT("fanout");

  private final String text;

  PublishType(String text) {
    this.text = text;
  }

  /** As it stands in a header. */
  public String text() {
    return text;
  }

  /** The type of that name in upper or lower case, if there is one. */
  public static Optional<PublishType> of(String text) {
    if (text.equals(DIRECT.text)) {
      return Optional.of(DIRECT);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals(DIRECT.text)
        ? Optional.of(DIRECT)
        : lower.equals(FANOUT.text) ? Optional.of(FANOUT) : Optional.empty();
  }
}
