package io.millrace.interop.differential;

import java.util.List;

/** What the things of a script are called. */
final class Names {
  /** With the one that a script takes for missing until it declares it. */
  static final List<String> EXCHANGES = List.of("e0", "e1", "e2", "e3", "x", "missing");

  private Names() {}
}
