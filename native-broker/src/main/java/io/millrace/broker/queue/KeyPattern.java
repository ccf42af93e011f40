package io.millrace.broker.queue;

import java.util.regex.Pattern;

/** One pattern of a {@link KeyFilter}, in words. */
final class KeyPattern {
  private static final Pattern DOT = Pattern.compile("\\.");
  private static final String ONE = "*";
  private static final String ANY = "#";
  private static final String[] NONE = {};

  private final String[] words;

  private KeyPattern(String[] words) {
    this.words = words;
  }

  static KeyPattern of(String pattern) {
    return new KeyPattern(words(pattern));
  }

  /** What dots separate; the empty key has no words. */
  static String[] words(String key) {
    return key.isEmpty() ? NONE : DOT.split(key, -1);
  }

  /**
   * Whether a key of those words matches. Where it goes wrong behind a {@code #}, that stands for
   * one word more: never for fewer than before, so this takes words times words at most.
   */
  boolean matches(String[] key) {
    int at = 0;
    int lastAny = -1;
    int taken = 0;
    for (int word = 0; word < key.length; ) {
      if (at < words.length && words[at].equals(ANY)) {
        lastAny = at++;
        taken = word;
      } else if (at < words.length && (words[at].equals(ONE) || words[at].equals(key[word]))) {
        at++;
        word++;
      } else if (lastAny >= 0) {
        at = lastAny + 1;
        word = ++taken;
      } else {
        return false;
      }
    }
    while (at < words.length && words[at].equals(ANY)) {
      at++;
    }
    return at == words.length;
  }
}
