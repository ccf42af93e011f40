package io.millrace.daemon.config;

import java.util.LinkedHashMap;
import java.util.List;

/** What the file says, with the place of everything in it. */
sealed interface Node permits Node.Scalar, Node.Mapping, Node.Sequence {
  Origin origin();

  /** What an operator calls it, in errors. */
  String kind();

  /**
   * One value.
   *
   * @param text as it is written, without quotes; types are read into it later, by who asks
   * @param isPlain whether it stands without quotes
   */
  record Scalar(Origin origin, String text, boolean isPlain) implements Node {
    /** Whether it says that there is nothing. */
    boolean isNothing() {
      return isPlain && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }

    @Override
    public String kind() {
      return isNothing() ? "nothing" : "'" + text + "'";
    }
  }

  /** Keys and values in the order of the file. */
  record Mapping(Origin origin, LinkedHashMap<String, Entry> entries) implements Node {
    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** A list. */
  record Sequence(Origin origin, List<Node> items) implements Node {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A value below its key, whose place is {@code keyOrigin}. */
  record Entry(Origin keyOrigin, Node value) {}
}
