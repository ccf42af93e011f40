package io.millrace.daemon.config;

import java.time.Duration;

/**
 * The quantities that only pipelines have: attempts, shares, back-off ranges, parts of the heap.
 */
final class Quantities {
  private Quantities() {}

  /** From the pause after the first failed attempt to the longest one. */
  record Backoff(Duration initial, Duration max) {
    /** Reads {@code 1s..5m}; a single duration is both ends. */
    static Backoff parse(String text) {
      String[] ends = text.split("\\.\\.", 2);
      Duration initial = Units.duration(ends[0]);
      Duration max = ends.length == 1 ? initial : Units.duration(ends[1]);
      if (max.compareTo(initial) < 0) {
        throw new IllegalArgumentException(
            "a back-off runs from its shortest to its longest pause, such as 1s..5m, found '"
                + text
                + "'");
      }
      return new Backoff(initial, max);
    }

    @Override
    public String toString() {
      return initial.equals(max)
          ? Units.format(initial)
          : Units.format(initial) + ".." + Units.format(max);
    }
  }

  /** A number of attempts, or {@code unlimited}. */
  static int attempts(String text) {
    if (text.equals("unlimited")) {
      return Integer.MAX_VALUE;
    }
    if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1) {
      throw new IllegalArgumentException(
          "expected a number from 1, or 'unlimited', found '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  /** Reads {@code 20%} or {@code 0.2}, from 0 to 1. */
  static double share(String text) {
    boolean isPercent = text.endsWith("%");
    String digits = isPercent ? text.substring(0, text.length() - 1).strip() : text;
    if (digits.matches("[0-9]{1,3}(\\.[0-9]+)?")) {
      double share = Double.parseDouble(digits) / (isPercent ? 100 : 1);
      if (share <= 1) {
        return share;
      }
    }
    throw new IllegalArgumentException("expected a share such as 20% or 0.2, found '" + text + "'");
  }

  /** A size, or a part of the heap such as {@code 10%}. */
  static long bytesOrPercentOfHeap(Section section, String key, int fallbackPercent) {
    long heap = Runtime.getRuntime().maxMemory();
    return section.value(
        key,
        Math.max(1, heap / 100 * fallbackPercent),
        text -> {
          long bytes = text.endsWith("%") ? (long) (share(text) * heap) : Units.size(text);
          if (bytes < 1 || bytes > heap) {
            throw new IllegalArgumentException(
                "must be at least 1 byte and at most the heap, which is "
                    + heap / (1 << 20)
                    + "MiB, found '"
                    + text
                    + "'");
          }
          return bytes;
        },
        unused -> fallbackPercent + "%");
  }
}
