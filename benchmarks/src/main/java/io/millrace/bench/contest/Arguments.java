package io.millrace.bench.contest;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The arguments of a command line, {@code --name value}, each to be asked for once. */
public final class Arguments {
  private final Map<String, String> given = new HashMap<>();

  private Arguments() {}

  /**
   * @throws IllegalArgumentException when it is not pairs of names and values
   */
  public static Arguments of(String... args) {
    Arguments arguments = new Arguments();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new IllegalArgumentException("expected --name value, found " + args[i]);
      }
      arguments.given.put(args[i].substring(2), args[i + 1]);
    }
    return arguments;
  }

  /** What stands between commas. */
  public <T> List<T> list(String name, String ordinarily, Function<String, T> parse) {
    String value = given.remove(name);
    return Arrays.stream((value == null ? ordinarily : value).split(",")).map(parse).toList();
  }

  /** As {@link #list}, but nothing for {@code none}. */
  public <T> List<T> listOrNone(String name, String ordinarily, Function<String, T> parse) {
    if (!"none".equals(given.get(name))) {
      return list(name, ordinarily, parse);
    }
    given.remove(name);
    return List.of();
  }

  public String text(String name, String ordinarily) {
    String value = given.remove(name);
    return value == null ? ordinarily : value;
  }

  public Optional<String> optional(String name) {
    return Optional.ofNullable(given.remove(name));
  }

  public double number(String name, double ordinarily) {
    String value = given.remove(name);
    return value == null ? ordinarily : Double.parseDouble(value);
  }

  /** A time in seconds, of which there may be a part. */
  public Duration seconds(String name, double ordinarily) {
    return Duration.ofMillis((long) (number(name, ordinarily) * 1_000));
  }

  /**
   * @throws IllegalArgumentException when there is something that nobody has asked for
   */
  public void checkAllKnown() {
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + given.keySet());
    }
  }
}
