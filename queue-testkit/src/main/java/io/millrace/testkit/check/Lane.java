package io.millrace.testkit.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The messages that must be handled one after the other: what was begun, what is open, what is in a
 * handler now.
 */
final class Lane {
  private final String name;
  private final Set<Long> begun = new HashSet<>();
  private final NavigableSet<Long> unfinished = new TreeSet<>();

  /** Offset in a handler now, by worker. */
  private final Map<String, Long> running = new HashMap<>();

  private long newest = Long.MIN_VALUE;

  Lane(String name) {
    this.name = name;
  }

  /** Notes the begin and says what it breaks, if anything. */
  Optional<String> begin(String worker, long offset, boolean mayOverlap) {
    Optional<String> complaint = complaint(worker, offset, mayOverlap);
    running.put(worker, offset);
    if (begun.add(offset)) {
      unfinished.add(offset);
      newest = Math.max(newest, offset);
    }
    return complaint;
  }

  private Optional<String> complaint(String worker, long offset, boolean mayOverlap) {
    for (Map.Entry<String, Long> other : running.entrySet()) {
      if (other.getKey().equals(worker) || !mayOverlap) {
        return Optional.of(
            name
                + ": "
                + offset
                + " began at "
                + worker
                + " while "
                + other.getValue()
                + " ran at "
                + other.getKey());
      }
    }
    if (!begun.contains(offset) && offset < newest) {
      return Optional.of(
          name + ": " + offset + " began for the first time after " + newest + " had begun");
    }
    Long earlier = unfinished.lower(offset);
    return earlier == null
        ? Optional.empty()
        : Optional.of(
            name + ": " + offset + " began although " + earlier + " was begun and never done");
  }

  void end(String worker, long offset, boolean done) {
    running.remove(worker, offset);
    if (done) {
      unfinished.remove(offset);
    }
  }

  void crash(String worker) {
    running.remove(worker);
  }
}
