package io.millrace.bench.contest;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** One of the constants of an enum, by its name on a command line: what its toString gives. */
public final class Choice {
  private Choice() {}

  /** The usual name of a constant: {@code two-words} for {@code TWO_WORDS}. */
  public static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @param what they are, in one word
   * @throws IllegalArgumentException when none is called so; names those that there are
   */
  public static <E extends Enum<E>> E of(Class<E> type, String what, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(none(type, what, name)));
  }

  private static String none(Class<? extends Enum<?>> type, String what, String name) {
    String names =
        Arrays.stream(type.getEnumConstants())
            .map(Enum::toString)
            .collect(Collectors.joining(", "));
    return "no %s %s; there are %s".formatted(what, name, names);
  }
}
