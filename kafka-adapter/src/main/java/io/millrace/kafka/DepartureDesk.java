package io.millrace.kafka;

import io.millrace.kafka.assignment.Commits;
import io.millrace.kafka.departure.Departures;
import io.millrace.kafka.meter.SourceMeters;
import java.time.Duration;

/**
 * Collects the departed records that are safe, and tells commits and meters of them. The poll
 * thread's.
 */
record DepartureDesk(Departures departures, Commits commits, SourceMeters meters) {
  /** Whether some departed record is safe now. */
  boolean collect() {
    Departures.Collected collected = departures.collect();
    commits.finished(collected.finished());
    meters.resultsFenced(collected.fenced());
    return collected.finished() + collected.fenced() > 0;
  }

  /** How many have not been collected. */
  int underWay() {
    return departures.underWay();
  }

  /** Collects all, or what is safe in that time. */
  void collectAll(Duration maxWait) {
    long deadline = System.nanoTime() + maxWait.toNanos();
    collect();
    while (underWay() > 0 && System.nanoTime() - deadline < 0) {
      departures.await(PollWait.BUSY);
      collect();
    }
  }
}
