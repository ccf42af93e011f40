package io.millrace.daemon.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a single value means where a flag, a number or one of several words is expected. Each reader
 * throws {@link IllegalArgumentException} with the problem in words.
 */
final class Scalars {
  private Scalars() {}

  static boolean toBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new IllegalArgumentException("expected true or false, found '" + text + "'");
    };
  }

  static int toInteger(String text, int min, int max) {
    String digits = text.replace("_", "");
    if (!digits.matches("-?[0-9]{1,18}")) {
      throw new IllegalArgumentException(
          "expected a whole number from " + min + " to " + max + ", found '" + text + "'");
    }
    return (int) checked(Long.parseLong(digits), min, max);
  }

  static long checked(long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException("must be from " + min + " to " + max + ", found " + value);
    }
    return value;
  }

  static double toDecimal(String text, double min, double max) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a number from " + min + " to " + max + ", found '" + text + "'", e);
    }
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException("must be from " + min + " to " + max + ", found " + text);
    }
    return value;
  }

  static <E extends Enum<E>> E toConstant(String text, Class<E> type) {
    List<String> names = Stream.of(type.getEnumConstants()).map(Scalars::written).toList();
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> written(constant).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of "
                        + String.join(", ", names)
                        + ", found '"
                        + text
                        + "'"
                        + Nearest.to(text, names)
                            .map(near -> "; did you mean '" + near + "'?")
                            .orElse("")));
  }

  static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
