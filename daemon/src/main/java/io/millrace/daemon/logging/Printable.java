package io.millrace.daemon.logging;

/**
 * Text that moves no cursor and forges no line of log, whoever wrote it: a client's header, a child
 * process, a backend's answer.
 */
final class Printable {
  private Printable() {}

  /**
   * The text with each control character as an escape such as {@code \\u001b}. Lines after the
   * first are indented, so that none looks like the beginning of an entry; tabs stay.
   */
  static String of(String text) {
    if (text.chars().noneMatch(c -> isControl((char) c))) {
      return text;
    }
    StringBuilder printable = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        printable.append("\n    ");
      } else if (c == '\t' || !isControl(c)) {
        printable.append(c);
      } else {
        printable.append(escaped(c));
      }
    }
    return printable.toString();
  }

  static String escaped(char c) {
    return String.format("\\u%04x", (int) c);
  }

  /** Those of ASCII and Latin-1, the line separators, and what reverses the direction of text. */
  static boolean isControl(char c) {
    return Character.isISOControl(c)
        || (c >= '\u2028' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069');
  }
}
