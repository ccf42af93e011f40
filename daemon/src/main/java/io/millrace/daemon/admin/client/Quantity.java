package io.millrace.daemon.admin.client;

import java.util.Locale;

/** Numbers as people read them, in few characters. */
final class Quantity {
  private static final String[] SCALES = {"", "k", "M", "G", "T"};
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Quantity() {}

  /** What holds now, and after a slash what it may become, where that is more: {@code 12/256}. */
  static String ofMax(int now, int max) {
    return now < max ? now + "/" + max : Integer.toString(now);
  }

  /**
   * Three digits that count and a scale of thousands: {@code 987}, {@code 12.3k}, {@code 1.25M}.
   */
  static String count(double value) {
    double scaled = value;
    int scale = 0;
    while (scaled >= 999.5 && scale < SCALES.length - 1) {
      scaled /= 1000;
      scale++;
    }
    return digits(scaled, scale > 0) + SCALES[scale];
  }

  static String count(long value) {
    return count((double) value);
  }

  /**
   * As {@link #count(double)}; below ten with the fraction, so that a slow pipeline does not look
   * like one that stands.
   */
  static String rate(double perSecond) {
    return perSecond > 0 && perSecond < 9.95
        ? String.format(Locale.ROOT, "%.1f", perSecond)
        : count(perSecond);
  }

  static String bytes(long value) {
    double scaled = value;
    int scale = 0;
    while (scaled >= 1024 && scale < BINARY.length - 1) {
      scaled /= 1024;
      scale++;
    }
    return String.format(
        Locale.ROOT, scaled < 9.95 && scale > 0 ? "%.1f %s" : "%.0f %s", scaled, BINARY[scale]);
  }

  /**
   * The two largest units: {@code 350 ms}, {@code 12.4 s}, {@code 3m05s}, {@code 2h14m}, {@code
   * 5d03h}.
   */
  static String seconds(double seconds) {
    if (seconds < 0.9995) {
      return seconds <= 0 ? "0 s" : Math.max(1, Math.round(seconds * 1000)) + " ms";
    }
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 3600) {
      return String.format(Locale.ROOT, "%dm%02ds", whole / 60, whole % 60);
    }
    if (whole < 86_400) {
      return String.format(Locale.ROOT, "%dh%02dm", whole / 3600, whole % 3600 / 60);
    }
    return String.format(Locale.ROOT, "%dd%02dh", whole / 86_400, whole % 86_400 / 3600);
  }

  private static String digits(double value, boolean isScaled) {
    if (!isScaled) {
      return Long.toString(Math.round(value));
    }
    String pattern = value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, pattern, value);
  }
}
