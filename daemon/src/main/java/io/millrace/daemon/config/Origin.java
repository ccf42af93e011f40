package io.millrace.daemon.config;

/**
 * Where a value comes from, as an operator would look for it.
 *
 * @param text {@code orders.yaml:12:5}, {@code env MILLRACE_ADMIN_PORT}, {@code flag --admin.port}
 *     or {@code default}
 * @param line the line within the file, from 1; 0 where there is no file
 * @param column the column within the line, from 1; 0 where there is no file
 */
record Origin(String text, int line, int column) {
  static final Origin DEFAULT = new Origin("default", 0, 0);

  static Origin inFile(String file, int line, int column) {
    return new Origin(file + ":" + line + ":" + column, line, column);
  }

  static Origin environment(String name) {
    return new Origin("env " + name, 0, 0);
  }

  static Origin flag(String name) {
    return new Origin("flag --" + name, 0, 0);
  }

  /** The same place, with how the value got there. */
  Origin by(String means) {
    return new Origin(text + ", " + means, line, column);
  }

  @Override
  public String toString() {
    return text;
  }
}
