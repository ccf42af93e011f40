package io.millrace.broker.pattern;

import java.util.ArrayList;
import java.util.List;

/** Characters by ranges. {@code \d}, {@code \s} and {@code \w} are ASCII, as in Perl by default. */
interface CharacterSet {
  CharacterSet ANY_BUT_NEWLINE = c -> c != '\n';
  CharacterSet DIGIT = c -> c >= '0' && c <= '9';
  CharacterSet SPACE = c -> c == ' ' || (c >= '\t' && c <= '\r');
  CharacterSet WORD =
      c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || DIGIT.contains(c) || c == '_';

  boolean contains(char c);

  static CharacterSet of(char only) {
    return c -> c == only;
  }

  static CharacterSet range(char from, char to) {
    return c -> c >= from && c <= to;
  }

  static CharacterSet anyOf(List<CharacterSet> sets) {
    List<CharacterSet> all = new ArrayList<>(sets);
    return c -> {
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i).contains(c)) {
          return true;
        }
      }
      return false;
    };
  }

  default CharacterSet not() {
    return c -> !contains(c);
  }

  /** The characters of which this has either case. */
  default CharacterSet ignoringCase() {
    return c ->
        contains(c) || contains(Character.toLowerCase(c)) || contains(Character.toUpperCase(c));
  }
}
