package io.millrace.interop.differential;

import java.util.List;

/** What the things of a script are called. */
final class Names {
  static final List<String> QUEUES = List.of("q0", "q1", "q2", "q3", "dead");
  static final List<String> EXCHANGES = List.of("e0", "e1", "e2", "e3", "x");

  private Names() {}
}
