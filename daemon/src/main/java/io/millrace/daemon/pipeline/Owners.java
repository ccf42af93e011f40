package io.millrace.daemon.pipeline;

import io.millrace.daemon.config.Section;
import io.millrace.daemon.spi.Exclusive;
import java.util.ArrayList;
import java.util.List;

/** Which part of a process has what only one can have, in the order of the configuration. */
public final class Owners {
  private record Owned(Exclusive what, String owner) {}

  private final List<Owned> owned = new ArrayList<>();

  /** Gives it to {@code owner}, in words, who comes first. */
  public void add(Exclusive what, String owner) {
    owned.add(new Owned(what, owner));
  }

  /**
   * Gives it to {@code owner}.
   *
   * @param section where {@code key} stands that asks for it
   * @throws io.millrace.daemon.spi.ConfigException when another has it
   */
  void add(Exclusive what, String owner, Section section, String key) {
    for (Owned other : owned) {
      if (other.what().excludes(what)) {
        throw section.error(
            key, other.owner() + " has " + other.what() + " already; " + what.remedy());
      }
    }
    add(what, owner);
  }
}
