package io.millrace.testkit.check;

import java.util.List;

/**
 * What a {@link ConservationCheck} found.
 *
 * @param published how many messages there were
 * @param processed how many of them a handler was done with at least once
 * @param duplicates how often a handler was done with a message it, or another, had been done with
 *     before
 * @param unprocessed names of messages that no handler was ever done with
 * @param violations broken promises, in words, the earliest first; at most {@link #MAX_VIOLATIONS}
 *     are kept
 */
public record ConservationReport(
    long published,
    long processed,
    long duplicates,
    List<String> unprocessed,
    List<String> violations) {
  public static final int MAX_VIOLATIONS = 20;

  public ConservationReport {
    unprocessed = List.copyOf(unprocessed);
    violations = List.copyOf(violations);
  }

  /**
   * Whether every message was processed and no promise was broken; duplicates are the caller's to
   * judge.
   */
  public boolean isSound() {
    return unprocessed.isEmpty() && violations.isEmpty();
  }

  @Override
  public String toString() {
    return "published "
        + published
        + ", processed "
        + processed
        + ", duplicates "
        + duplicates
        + ", unprocessed "
        + unprocessed.size()
        + sample(unprocessed)
        + ", violations "
        + violations.size()
        + sample(violations);
  }

  private static String sample(List<String> lines) {
    return lines.isEmpty() ? "" : " " + lines.subList(0, Math.min(5, lines.size()));
  }
}
