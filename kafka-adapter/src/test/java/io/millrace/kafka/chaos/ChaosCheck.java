package io.millrace.kafka.chaos;

import io.millrace.testkit.check.ConservationCheck;
import io.millrace.testkit.check.LogEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges the events of a run with {@link ConservationCheck}, and asks of each duplicate where it
 * comes from: only what a worker had done, and not committed, when it was killed or cut off may be
 * done a second time, and only once more.
 *
 * <p>A worker that is cut off counts as crashed from then on. What it does afterwards with the
 * partitions it had then is left out, as if nobody had done it: were it committed, the commit would
 * be found to cover what was not done.
 */
final class ChaosCheck implements LogEvent.Cases<Void> {
  private final ConservationCheck check = ConservationCheck.ordered();

  /** Workers with the assignment they spoke of, as the events name them, by worker. */
  private final Map<String, Set<String>> names = new HashMap<>();

  private final Set<String> cutOff = new HashSet<>();

  /** What each worker has done since it began. */
  private final Map<String, Set<Place>> doneBy = new HashMap<>();

  private final Set<Place> done = new HashSet<>();
  private final Map<Integer, LogEvent.Committed> commits = new HashMap<>();
  private final Map<Place, Integer> mayRepeat = new HashMap<>();
  private final List<Long> exposed = new ArrayList<>();
  private long unexplained;
  private long late;

  static Verdict judge(List<LogEvent> events) {
    ChaosCheck check = new ChaosCheck();
    // The answer to a producer may come after the record has been handled.
    events.stream().filter(LogEvent.Published.class::isInstance).forEach(e -> e.match(check));
    events.stream().filter(e -> !(e instanceof LogEvent.Published)).forEach(e -> e.match(check));
    return new Verdict(check.check.report(), check.exposed, check.unexplained, check.late);
  }

  @Override
  public Void published(LogEvent.Published event) {
    check.accept(event);
    return null;
  }

  @Override
  public Void begun(LogEvent.Begun event) {
    if (cutOff.contains(event.worker())) {
      late++;
      return null;
    }
    names.computeIfAbsent(worker(event.worker()), w -> new LinkedHashSet<>()).add(event.worker());
    check.accept(event);
    return null;
  }

  @Override
  public Void ended(LogEvent.Ended event) {
    if (cutOff.contains(event.worker())) {
      late++;
      return null;
    }
    check.accept(event);
    if (event.end() == LogEvent.End.DONE) {
      Place place = new Place(event.partition(), event.offset());
      if (!done.add(place) && mayRepeat.merge(place, -1, Integer::sum) < 0) {
        unexplained++;
      }
      doneBy.computeIfAbsent(worker(event.worker()), w -> new HashSet<>()).add(place);
    }
    return null;
  }

  @Override
  public Void settled(LogEvent.Settled event) {
    check.accept(event);
    return null;
  }

  @Override
  public Void committed(LogEvent.Committed event) {
    check.accept(event);
    commits.put(event.partition(), event);
    return null;
  }

  @Override
  public Void crashed(LogEvent.Crashed event) {
    for (String name : names.getOrDefault(event.worker(), Set.of())) {
      check.accept(new LogEvent.Crashed(name));
      cutOff.add(name);
    }
    long count = 0;
    Set<Place> its = doneBy.remove(event.worker());
    for (Place place : its == null ? Set.<Place>of() : its) {
      if (!isCommitted(place)) {
        mayRepeat.merge(place, 1, Integer::sum);
        count++;
      }
    }
    exposed.add(count);
    return null;
  }

  private boolean isCommitted(Place place) {
    LogEvent.Committed commit = commits.get(place.partition);
    return commit != null
        && (place.offset < commit.position() || commit.beyond().contains(place.offset));
  }

  private static String worker(String name) {
    return name.substring(0, name.indexOf('#'));
  }

  private record Place(int partition, long offset) {}
}
