package io.millrace.kafka.deadletter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a dead letter is called: {@code partition-offset}. */
record LetterId(int partition, long offset) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})-([0-9]{1,18})");

  static LetterId parse(String id) {
    Matcher matcher = FORM.matcher(id);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a dead letter of a topic is called partition-offset, as in 3-4711; got " + id);
    }
    return new LetterId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }
}
