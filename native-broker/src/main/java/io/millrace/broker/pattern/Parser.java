package io.millrace.broker.pattern;

import io.millrace.broker.pattern.Program.Condition;
import io.millrace.broker.pattern.Program.LookAhead;
import io.millrace.broker.pattern.Program.Take;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an expression from its first character to its last. */
final class Parser {
  private static final int MAX_NESTING = 100;
  private static final int MAX_TIMES = 1_000;
  private static final String IGNORE_CASE = "(?i)";
  private static final Pattern TIMES = Pattern.compile("\\{(\\d{1,4})(,(\\d{0,4}))?}");

  private final Characters in;
  private final boolean ignoresCase;
  private int nesting;

  /** The steps of all look-ahead together. */
  private int aheadSize;

  Parser(String text) {
    this.in = new Characters(text);
    this.ignoresCase = in.skip(IGNORE_CASE);
  }

  Program parse() {
    Part all = alternatives();
    if (in.hasNext()) {
      throw in.unexpected();
    }
    return all.toProgram();
  }

  private Part alternatives() {
    List<Part> parts = new ArrayList<>();
    do {
      parts.add(sequence());
    } while (in.skip("|"));
    return Part.alternatives(parts);
  }

  private Part sequence() {
    List<Part> parts = new ArrayList<>();
    while (in.hasNext() && in.peek() != '|' && in.peek() != ')') {
      parts.add(repeated(single()));
    }
    return Part.sequence(parts);
  }

  private Part repeated(Part part) {
    Part repeated = times(part);
    if (repeated != part && !in.skip("?") && in.skip("+")) {
      throw in.refused("a possessive quantifier");
    }
    return repeated;
  }

  private Part times(Part part) {
    if (in.skip("*")) {
      return part.orMore(0);
    }
    if (in.skip("+")) {
      return part.orMore(1);
    }
    if (in.skip("?")) {
      return part.times(0, 1);
    }
    Matcher times = in.skip(TIMES);
    if (times == null) {
      return part;
    }
    int least = Integer.parseInt(times.group(1));
    String most = times.group(3);
    if (times.group(2) != null && most.isEmpty()) {
      return part.orMore(checked(least, least));
    }
    return part.times(least, checked(least, most == null ? least : Integer.parseInt(most)));
  }

  private int checked(int least, int most) {
    if (least > most || most > MAX_TIMES) {
      throw in.refused("a quantifier that counts down or beyond " + MAX_TIMES);
    }
    return most;
  }

  private Part single() {
    char c = in.next();
    return switch (c) {
      case '(' -> group();
      case '[' -> take(CharacterClass.read(in));
      case '\\' -> escaped();
      case '.' -> take(CharacterSet.ANY_BUT_NEWLINE);
      case '^' -> condition(Position.START);
      case '$' -> condition(Position.END_OF_LINE);
      case '*', '+', '?' -> throw in.refused("a quantifier with nothing to repeat");
      default -> take(CharacterSet.of(c));
    };
  }

  private Part group() {
    nesting++;
    if (nesting > MAX_NESTING) {
      throw in.refused("a group within " + MAX_NESTING + " others");
    }
    Part part;
    if (in.skip("?=")) {
      part = ahead(true);
    } else if (in.skip("?!")) {
      part = ahead(false);
    } else {
      if (!in.skip("?:") && in.skip("?")) {
        throw in.refused("a group of that kind");
      }
      part = alternatives();
    }
    if (!in.skip(")")) {
      throw in.refused("a group that does not end");
    }
    nesting--;
    return part;
  }

  private Part ahead(boolean wanted) {
    Program ahead = alternatives().toProgram();
    aheadSize += ahead.size();
    if (aheadSize > Program.MAX_SIZE) {
      throw in.refused("look-ahead of more than " + Program.MAX_SIZE + " steps");
    }
    return (program, next) -> program.add(new LookAhead(ahead, wanted, next));
  }

  private Part escaped() {
    if (!in.hasNext()) {
      throw in.refused("a backslash before nothing");
    }
    char c = in.next();
    return switch (c) {
      case 'A' -> condition(Position.START);
      case 'z' -> condition(Position.END);
      case 'Z' -> condition(Position.END_OF_LINE);
      case 'b' -> condition(Position.WORD_BOUNDARY);
      case 'B' -> condition(Position.NO_WORD_BOUNDARY);
      default -> take(CharacterClass.escaped(c, in));
    };
  }

  private Part condition(Position position) {
    return (program, next) -> program.add(new Condition(position, next));
  }

  private Part take(CharacterSet characters) {
    CharacterSet taken = ignoresCase ? characters.ignoringCase() : characters;
    return (program, next) -> program.add(new Take(taken, next));
  }
}
