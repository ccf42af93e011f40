package io.millrace.testkit.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Reads the events of a run and finds out whether the promises of a queue held:
 *
 * <ul>
 *   <li>every published message was processed: a handler was done with it at least once;
 *   <li>in each lane (key or partition), where order is asked for, messages were handled one at a
 *       time, in the order of their offsets, none before an earlier one was done; going back to
 *       repeat is no break of order, only a duplicate;
 *   <li>no commit covered a message before a handler was done with it, and no commit went back;
 *   <li>no delivery was settled twice.
 * </ul>
 *
 * <p>It is a naive model: it remembers everything and is written to be obviously right, not fast.
 * Messages that a queue gives to the dead letters after their last attempt end with {@link
 * LogEvent.End#DONE} only if the log says so.
 *
 * <p>Not safe for several threads; collect events in an {@link EventLog} first.
 */
public final class ConservationCheck implements Consumer<LogEvent>, LogEvent.Cases<Void> {
  private final boolean isOrdered;
  private final boolean mayOverlap;

  private final Set<Place> published = new LinkedHashSet<>();
  private final Set<Place> done = new HashSet<>();
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Map<Integer, LogEvent.Committed> commits = new HashMap<>();
  private final Set<Long> settledDeliveries = new HashSet<>();
  private final List<String> violations = new ArrayList<>();
  private long duplicates;

  private ConservationCheck(boolean isOrdered, boolean mayOverlap) {
    this.isOrdered = isOrdered;
    this.mayOverlap = mayOverlap;
  }

  /** Order matters: one message of a lane at a time, over all workers. */
  public static ConservationCheck ordered() {
    return new ConservationCheck(true, false);
  }

  /**
   * Order matters, but two workers may run the same lane at once for a while: after a partition was
   * lost, a lease ran out, or where a worker that is cut off goes on.
   */
  public static ConservationCheck orderedPerWorker() {
    return new ConservationCheck(true, true);
  }

  /** Order does not matter. */
  public static ConservationCheck unordered() {
    return new ConservationCheck(false, true);
  }

  @Override
  public void accept(LogEvent event) {
    event.match(this);
  }

  /** What was found in the events so far. */
  public ConservationReport report() {
    List<String> unprocessed = new ArrayList<>();
    for (Place place : published) {
      if (!done.contains(place)) {
        unprocessed.add(place.toString());
      }
    }
    return new ConservationReport(
        published.size(),
        published.size() - unprocessed.size(),
        duplicates,
        unprocessed,
        violations);
  }

  @Override
  public Void published(LogEvent.Published event) {
    if (!published.add(new Place(event.partition(), event.offset()))) {
      violation(event + " for the second time");
    }
    return null;
  }

  @Override
  public Void begun(LogEvent.Begun event) {
    Place place = new Place(event.partition(), event.offset());
    if (!published.contains(place)) {
      violation(event.worker() + " was given " + place + ", which was never published");
    }
    if (isOrdered) {
      lane(event.lane())
          .begin(event.worker(), event.offset(), mayOverlap)
          .ifPresent(this::violation);
    }
    return null;
  }

  @Override
  public Void ended(LogEvent.Ended event) {
    boolean isDone = event.end() == LogEvent.End.DONE;
    if (isOrdered) {
      lane(event.lane()).end(event.worker(), event.offset(), isDone);
    }
    if (isDone && !done.add(new Place(event.partition(), event.offset()))) {
      duplicates++;
    }
    return null;
  }

  @Override
  public Void settled(LogEvent.Settled event) {
    if (!settledDeliveries.add(event.delivery())) {
      violation("delivery " + event.delivery() + " was settled twice, the second time " + event);
    }
    return null;
  }

  @Override
  public Void committed(LogEvent.Committed event) {
    LogEvent.Committed before =
        commits.getOrDefault(
            event.partition(), new LogEvent.Committed(event.partition(), 0, new TreeSet<>()));
    if (event.position() < before.position()) {
      violation(
          "commit of partition "
              + event.partition()
              + " went back from "
              + before.position()
              + " to "
              + event.position());
    }
    for (long offset = before.position(); offset < event.position(); offset++) {
      covered(event.partition(), offset);
    }
    SortedSet<Long> fresh = new TreeSet<>(event.beyond());
    fresh.removeAll(before.beyond());
    fresh.forEach(offset -> covered(event.partition(), offset));
    commits.put(event.partition(), event);
    return null;
  }

  /** Offsets that were never published are gaps, as logs have them, and may be covered. */
  private void covered(int partition, long offset) {
    Place place = new Place(partition, offset);
    if (published.contains(place) && !done.contains(place)) {
      violation("commit covered " + place + ", which no handler was done with");
    }
  }

  @Override
  public Void crashed(LogEvent.Crashed event) {
    lanes.values().forEach(lane -> lane.crash(event.worker()));
    return null;
  }

  private Lane lane(String name) {
    return lanes.computeIfAbsent(name, Lane::new);
  }

  private void violation(String what) {
    if (violations.size() < ConservationReport.MAX_VIOLATIONS) {
      violations.add(what);
    }
  }

  private record Place(int partition, long offset) {
    @Override
    public String toString() {
      return partition + "@" + offset;
    }
  }
}
