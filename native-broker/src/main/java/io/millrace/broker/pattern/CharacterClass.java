package io.millrace.broker.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what stands between brackets, and behind a backslash there or elsewhere. */
final class CharacterClass {
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{2}");

  private CharacterClass() {}

  /** Reads on behind the opening bracket, to behind the closing one. */
  static CharacterSet read(Characters in) {
    boolean inverted = in.skip("^");
    List<CharacterSet> sets = new ArrayList<>();
    if (in.skip("]")) {
      sets.add(CharacterSet.of(']'));
    }
    while (!in.skip("]")) {
      if (!in.hasNext()) {
        throw in.refused("a class that does not end");
      }
      if (in.skip("[:") || in.skip("[.") || in.skip("[=")) {
        throw in.refused("a named class");
      }
      sets.add(readRange(in));
    }
    CharacterSet all = CharacterSet.anyOf(sets);
    return inverted ? all.not() : all;
  }

  /** The characters that {@code \} and {@code c} stand for; reads on where there is more to it. */
  static CharacterSet escaped(char c, Characters in) {
    return switch (c) {
      case 'd' -> CharacterSet.DIGIT;
      case 'D' -> CharacterSet.DIGIT.not();
      case 's' -> CharacterSet.SPACE;
      case 'S' -> CharacterSet.SPACE.not();
      case 'w' -> CharacterSet.WORD;
      case 'W' -> CharacterSet.WORD.not();
      default -> CharacterSet.of(escapedCharacter(c, in));
    };
  }

  private static CharacterSet readRange(Characters in) {
    char first = in.next();
    if (first == '\\') {
      char escaped = in.next();
      if ("dDsSwW".indexOf(escaped) >= 0) {
        return escaped(escaped, in);
      }
      first = escapedCharacter(escaped, in);
    }
    if (!in.isAt('-', 0) || in.isAt(']', 1)) {
      return CharacterSet.of(first);
    }
    in.skip("-");
    char last = in.next();
    if (last == '\\') {
      last = escapedCharacter(in.next(), in);
    }
    if (last < first) {
      throw in.refused("a range that goes down");
    }
    return CharacterSet.range(first, last);
  }

  private static char escapedCharacter(char c, Characters in) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'f' -> '\f';
      case 'x' -> hex(in);
      default -> {
        if (Character.isLetterOrDigit(c)) {
          throw in.refused("\\" + c);
        }
        yield c;
      }
    };
  }

  private static char hex(Characters in) {
    Matcher digits = in.skip(HEX);
    if (digits == null) {
      throw in.refused("\\x without two digits");
    }
    return (char) Integer.parseInt(digits.group(), 16);
  }
}
