package io.millrace.daemon.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes durations and sizes as people write them. */
public final class Units {
  private static final Pattern DURATION_PART =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(us|ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([A-Za-z]*)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "us",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          1_000_000_000L,
          "m",
          60_000_000_000L,
          "h",
          3_600_000_000_000L,
          "d",
          86_400_000_000_000L);
  private static final Map<String, Long> BYTES =
      Map.of(
          "",
          1L,
          "b",
          1L,
          "kb",
          1_000L,
          "mb",
          1_000_000L,
          "gb",
          1_000_000_000L,
          "tb",
          1_000_000_000_000L,
          "kib",
          1L << 10,
          "mib",
          1L << 20,
          "gib",
          1L << 30,
          "tib",
          1L << 40);

  private Units() {}

  /**
   * Reads {@code 500ms}, {@code 1.5s}, {@code 1m30s}; a plain number counts milliseconds.
   *
   * @throws IllegalArgumentException when it is none, with what to write instead
   */
  public static Duration duration(String text) {
    String value = text.strip();
    BigDecimal nanos = BigDecimal.ZERO;
    if (value.matches("[0-9]{1,18}")) {
      return Duration.ofMillis(Long.parseLong(value));
    }
    Matcher part = DURATION_PART.matcher(value);
    int end = 0;
    while (end < value.length() && part.find(end) && part.start() == end) {
      nanos =
          nanos.add(
              new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanos(part.group(2)))));
      end = part.end();
    }
    if (value.isEmpty() || end < value.length()) {
      throw new IllegalArgumentException(
          "expected a duration such as 500ms, 30s, 5m or 2h, found '" + text + "'");
    }
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("the duration '" + text + "' is longer than 292 years");
    }
    return Duration.ofNanos(nanos.longValue());
  }

  /**
   * Reads {@code 16MiB}, {@code 16MB}, {@code 512}, in bytes.
   *
   * @throws IllegalArgumentException when it is none, with what to write instead
   */
  public static long size(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a size such as 64MiB, 64MB or 512, found '" + text + "'");
    }
    Long unit = BYTES.get(matcher.group(2).toLowerCase(Locale.ROOT));
    if (unit == null) {
      throw new IllegalArgumentException(
          "unknown unit '"
              + matcher.group(2)
              + "' in the size '"
              + text
              + "'; write KiB, MiB, GiB (powers of 1024) or kB, MB, GB (powers of 1000)");
    }
    BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("the size '" + text + "' is too large");
    }
    return bytes.longValue();
  }

  /** As {@link #duration} reads it, in the largest unit that needs no fraction. */
  public static String format(Duration duration) {
    long nanos = duration.toNanos();
    for (String unit : List.of("d", "h", "m", "s", "ms")) {
      if (nanos != 0 && nanos % nanos(unit) == 0) {
        return nanos / nanos(unit) + unit;
      }
    }
    return nanos == 0 ? "0ms" : nanos / 1_000 + "us";
  }

  /** As {@link #size} reads it, in the largest binary unit that needs no fraction. */
  public static String format(long bytes) {
    for (String unit : List.of("TiB", "GiB", "MiB", "KiB")) {
      long factor = BYTES.getOrDefault(unit.toLowerCase(Locale.ROOT), 1L);
      if (bytes != 0 && bytes % factor == 0) {
        return bytes / factor + unit;
      }
    }
    return Long.toString(bytes);
  }

  private static long nanos(String unit) {
    return NANOS.getOrDefault(unit, 1L);
  }
}
