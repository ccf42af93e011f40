package io.millrace.daemon.admin.client;

import java.util.regex.Pattern;

/** A text in a table, without regard to where and how wide. */
record Cell(String text, Paint paint) {
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}]");

  static Cell of(String text) {
    return new Cell(text, Paint.PLAIN);
  }

  /** A zero steps back, so that the eye finds what is not zero. */
  static Cell count(long value) {
    return new Cell(Quantity.count(value), value == 0 ? Paint.DIM : Paint.PLAIN);
  }

  /** As {@link #count}, but what is there is bad news. */
  static Cell trouble(long value) {
    return new Cell(Quantity.count(value), value == 0 ? Paint.DIM : Paint.RED);
  }

  static Cell unknown() {
    return new Cell("-", Paint.DIM);
  }

  /** Cut or filled up to {@code width}, then painted. */
  String render(int width, boolean toRight, boolean isColoured) {
    String cut = cut(text, width);
    String space = " ".repeat(width - cut.length());
    String painted = paint.on(cut, isColoured);
    return toRight ? space + painted : painted + space;
  }

  /** The text, of whomever it is, without what moves the cursor. */
  static String printable(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }

  /** The text in at most {@code width} characters, none of which moves the cursor. */
  static String cut(String given, int width) {
    String text = printable(given);
    if (text.length() <= width) {
      return text;
    }
    return width <= 1 ? text.substring(0, Math.max(0, width)) : text.substring(0, width - 1) + "…";
  }
}
