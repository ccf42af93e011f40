package io.millrace.kafka.deadletter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a dead letter is called: {@code partition-offset}. */
record LetterId(int partition, long offset) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})-([0-9]{1,18})");

  /** Empty where no dead letter of a topic can be called so. */
  static Optional<LetterId> of(String id) {
    Matcher matcher = FORM.matcher(id);
    return matcher.matches()
        ? Optional.of(
            new LetterId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }
}
