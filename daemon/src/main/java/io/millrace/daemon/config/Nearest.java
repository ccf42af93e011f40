package io.millrace.daemon.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The candidate that the fewest slips of the keyboard turn {@code word} into; empty when none is
   * near.
   */
  public static Optional<String> to(String word, Collection<String> candidates) {
    String plain = plain(word);
    int limit = Math.max(1, plain.length() / 3);
    return candidates.stream()
        .filter(candidate -> distance(plain, plain(candidate)) <= limit)
        .min(
            Comparator.comparingInt((String candidate) -> distance(plain, plain(candidate)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /**
   * {@code ; did you mean 'x'?}, or, when nothing is near and the choice is small, what there is to
   * choose from.
   */
  public static String hint(String word, Collection<String> candidates) {
    Optional<String> nearest = to(word, candidates);
    if (nearest.isPresent()) {
      return "; did you mean '" + nearest.get() + "'?";
    }
    return candidates.isEmpty() || candidates.size() > 30
        ? ""
        : "; known here: " + String.join(", ", candidates.stream().sorted().toList());
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that turn {@code a} into {@code b}.
   */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          best = Math.min(best, cost[i - 2][j - 2] + 1);
        }
        cost[i][j] = best;
      }
    }
    return cost[a.length()][b.length()];
  }
}
