package io.millrace.broker.exchange;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a binding of a headers exchange expects of a message's headers.
 *
 * @param expected what it expects, name by name
 * @param all whether all of it must be so, or any of it; nothing is all, and not any
 */
record HeadersPattern(List<Expected> expected, boolean all) {
  private static final String MATCH = "x-match";

  /** A header of that name and of such a value. */
  private record Expected(String name, Predicate<HeaderValue> pattern) {
    boolean isIn(Headers headers) {
      HeaderValue value = headers.get(name);
      return value != null && pattern.test(value);
    }
  }

  /** The values of {@code x-match}. */
  private enum Mode {
    ALL("all", true, false),
    ANY("any", false, false),
    ALL_WITH_X("all-with-x", true, true),
    ANY_WITH_X("any-with-x", false, true);

    private final String text;
    private final boolean all;
    private final boolean withX;

    Mode(String text, boolean all, boolean withX) {
      this.text = text;
      this.all = all;
      this.withX = withX;
    }
  }

  static Optional<String> refusal(Headers arguments) {
    if (mode(arguments).isPresent()) {
      return Optional.empty();
    }
    String given = arguments.get(MATCH) instanceof Text text ? "'" + text + "'" : "no text";
    return Optional.of(
        "x-match is " + given + ", and has to be the text all, any, all-with-x or any-with-x");
  }

  /** The pattern of arguments that are not refused. */
  static HeadersPattern of(Headers arguments) {
    Mode mode = mode(arguments).orElseThrow();
    List<Expected> expected = new ArrayList<>();
    arguments.forEach(
        (name, value) -> {
          if (mode.withX ? !name.equals(MATCH) : !name.startsWith("x-")) {
            expected.add(new Expected(name, ValuePattern.of(value)));
          }
        });
    return new HeadersPattern(List.copyOf(expected), mode.all);
  }

  boolean matches(Headers headers) {
    for (int i = 0; i < expected.size(); i++) {
      if (expected.get(i).isIn(headers) != all) {
        return !all;
      }
    }
    return all;
  }

  private static Optional<Mode> mode(Headers arguments) {
    HeaderValue match = arguments.get(MATCH);
    if (match == null) {
      return Optional.of(Mode.ALL);
    }
    for (Mode mode : Mode.values()) {
      if (match.equals(Text.of(mode.text))) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }
}
