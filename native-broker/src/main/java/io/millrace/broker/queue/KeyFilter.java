package io.millrace.broker.queue;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which messages a consumer takes, by their keys: those that match one of its patterns.
 *
 * <p>Words of a key are what dots separate; the empty key has none. In a pattern {@code *} stands
 * for one word, {@code #} for any number of them, none included. Immutable; equal if the patterns
 * are the same ones.
 */
public final class KeyFilter {
  private static final String ANY = "#";

  /** Takes every key. */
  public static final KeyFilter ALL = new KeyFilter(Set.of(ANY));

  private final Set<String> patterns;
  private final List<KeyPattern> parsed;
  private final boolean all;

  private KeyFilter(Set<String> patterns) {
    this.patterns = patterns;
    this.all = patterns.contains(ANY);
    this.parsed = patterns.stream().map(KeyPattern::of).toList();
  }

  /** Takes what matches one of the patterns. */
  public static KeyFilter of(Collection<String> patterns) {
    return patterns.contains(ANY) ? ALL : new KeyFilter(new TreeSet<>(patterns));
  }

  /** Takes what matches the pattern. */
  public static KeyFilter of(String pattern) {
    return of(Set.of(pattern));
  }

  /** Takes what matches that pattern, too. */
  public KeyFilter or(String pattern) {
    Set<String> more = new TreeSet<>(patterns);
    more.add(pattern);
    return of(more);
  }

  /** How many patterns it has. */
  public int size() {
    return patterns.size();
  }

  /** Whether it takes messages of that key. */
  public boolean takes(String key) {
    if (all) {
      return true;
    }
    String[] words = KeyPattern.words(key);
    for (KeyPattern pattern : parsed) {
      if (pattern.matches(words)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyFilter filter && patterns.equals(filter.patterns);
  }

  @Override
  public int hashCode() {
    return patterns.hashCode();
  }

  @Override
  public String toString() {
    return patterns.toString();
  }
}
