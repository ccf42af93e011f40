package io.millrace.daemon.source.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * Takes a column as the key. Columns are what stands between separators, as in cut(1): two
 * separators in a row enclose an empty one.
 */
final class ColumnKey implements LineKey {
  private final int column;
  private final byte separator;

  /**
   * @param column counted from 1
   */
  ColumnKey(int column, byte separator) {
    this.column = column;
    this.separator = separator;
  }

  @Override
  public @Nullable String of(byte[] buffer, int start, int length) {
    int end = start + length;
    int from = start;
    for (int i = 1; i < column; i++) {
      int at = NewlineScan.indexOf(separator, buffer, from, end);
      if (at < 0) {
        return null;
      }
      from = at + 1;
    }
    int to = NewlineScan.indexOf(separator, buffer, from, end);
    return new String(buffer, from, (to < 0 ? end : to) - from, UTF_8);
  }
}
