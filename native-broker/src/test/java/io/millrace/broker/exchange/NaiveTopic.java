package io.millrace.broker.exchange;

import java.util.List;

/** Topic patterns as the specification puts them, without a thought for speed. */
final class NaiveTopic {
  private NaiveTopic() {}

  static boolean matches(String pattern, String key) {
    return matches(words(pattern), words(key));
  }

  private static boolean matches(List<String> pattern, List<String> words) {
    if (pattern.isEmpty()) {
      return words.isEmpty();
    }
    List<String> rest = pattern.subList(1, pattern.size());
    if (pattern.get(0).equals("#")) {
      return matches(rest, words)
          || (!words.isEmpty() && matches(pattern, words.subList(1, words.size())));
    }
    return !words.isEmpty()
        && (pattern.get(0).equals("*") || pattern.get(0).equals(words.get(0)))
        && matches(rest, words.subList(1, words.size()));
  }

  /**
   * As RabbitMQ cuts them: nothing has no word, and a dot at the end has an empty one behind it.
   */
  private static List<String> words(String key) {
    return key.isEmpty() ? List.of() : List.of(key.split("\\.", -1));
  }
}
