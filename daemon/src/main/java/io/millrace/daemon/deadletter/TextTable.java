package io.millrace.daemon.deadletter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rows in columns, for people. */
final class TextTable {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(List<String> headings) {
    rows.add(headings);
  }

  /** As many cells as there are headings. */
  void add(List<String> row) {
    rows.add(row);
  }

  /** A cell of foreign text, which may be anything. */
  static String orDash(String text, int longest) {
    String plain = onOneLine(text);
    if (plain.isEmpty()) {
      return "-";
    }
    return plain.length() <= longest ? plain : plain.substring(0, longest - 1) + "…";
  }

  static String onOneLine(String text) {
    return CONTROL.matcher(text).replaceAll(" ");
  }

  @Override
  public String toString() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
