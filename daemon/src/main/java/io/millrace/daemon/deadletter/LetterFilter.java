package io.millrace.daemon.deadletter;

import io.millrace.daemon.config.Nearest;
import io.millrace.daemon.config.Units;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.redrive.DeadLetter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Conditions on dead letters, as an operator writes them: {@code key=value}.
 *
 * <ul>
 *   <li>{@code reason=text}: the reason or the exception contains the text, whatever its case
 *   <li>{@code id}, {@code key}, {@code origin}, {@code queue}, {@code header.NAME}: is the value,
 *       in which {@code *} stands for anything
 *   <li>{@code older-than=1h}, {@code newer-than=1h}: when it was given up
 * </ul>
 */
public final class LetterFilter {
  private static final String HEADER = "header.";
  private static final List<String> KEYS =
      List.of("reason", "key", "origin", "queue", "id", "header.NAME", "older-than", "newer-than");

  private LetterFilter() {}

  /**
   * What fulfils all conditions.
   *
   * @throws IllegalArgumentException when one is not written rightly; the message says how
   */
  public static Predicate<DeadLetter> of(List<String> conditions, Clock clock) {
    Predicate<DeadLetter> all = letter -> true;
    for (String condition : conditions) {
      int equals = condition.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "a filter is key=value, such as reason=timeout, found '" + condition + "'");
      }
      all = all.and(of(condition.substring(0, equals), condition.substring(equals + 1), clock));
    }
    return all;
  }

  private static Predicate<DeadLetter> of(String key, String value, Clock clock) {
    if (key.startsWith(HEADER) && key.length() > HEADER.length()) {
      String name = key.substring(HEADER.length());
      return matching(value, letter -> letter.message().headers().get(name));
    }
    return switch (key) {
      case "reason" -> reason(value);
      case "key" -> matching(value, letter -> letter.message().key());
      case "origin" -> matching(value, letter -> Optional.of(letter.origin()));
      case "queue" ->
          matching(value, letter -> letter.message().headers().get(DeadLetterHeaders.QUEUE));
      case "id" -> matching(value, letter -> Optional.of(letter.id()));
      case "older-than" -> {
        Instant limit = clock.instant().minus(age(value));
        yield letter -> letter.time().filter(limit::isAfter).isPresent();
      }
      case "newer-than" -> {
        Instant limit = clock.instant().minus(age(value));
        yield letter -> letter.time().filter(limit::isBefore).isPresent();
      }
      default ->
          throw new IllegalArgumentException(
              "there is no filter '" + key + "'" + Nearest.hint(key, KEYS));
    };
  }

  private static Predicate<DeadLetter> reason(String value) {
    String part = value.toLowerCase(Locale.ROOT);
    return letter ->
        letter.reason().toLowerCase(Locale.ROOT).contains(part)
            || letter.header(DeadLetterHeaders.EXCEPTION).toLowerCase(Locale.ROOT).contains(part);
  }

  private static Predicate<DeadLetter> matching(
      String value, Function<DeadLetter, Optional<String>> part) {
    String[] pieces = value.split("\\*", -1);
    StringBuilder regex = new StringBuilder(Pattern.quote(pieces[0]));
    for (int i = 1; i < pieces.length; i++) {
      regex.append(".*").append(Pattern.quote(pieces[i]));
    }
    Pattern pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    return letter -> part.apply(letter).filter(text -> pattern.matcher(text).matches()).isPresent();
  }

  private static Duration age(String value) {
    return Units.duration(value);
  }
}
