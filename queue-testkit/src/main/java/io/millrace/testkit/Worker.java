package io.millrace.testkit;

import io.millrace.queue.DrainReport;
import io.millrace.queue.Queue;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A running queue of a test, as if it were a process of its own. */
final class Worker implements AutoCloseable {
  private static final Duration ORDERLY = Duration.ofSeconds(60);

  private final String name;
  private final Queue<byte[]> queue;
  private final Traffic traffic;
  private final CallLog calls;
  private @Nullable DrainReport report;
  private boolean isCrashed;

  Worker(String name, Queue<byte[]> queue, Traffic traffic, CallLog calls) {
    this.name = name;
    this.queue = queue;
    this.traffic = traffic;
    this.calls = calls;
  }

  String name() {
    return name;
  }

  Queue<byte[]> queue() {
    return queue;
  }

  Traffic traffic() {
    return traffic;
  }

  DrainReport stop() {
    return stop(ORDERLY);
  }

  DrainReport stop(Duration deadline) {
    DrainReport stopped = queue.stop(deadline);
    report = stopped;
    return stopped;
  }

  /**
   * Kills it: nothing it does from now on counts. Tells how many messages were fetched and not
   * settled.
   */
  long crash() {
    isCrashed = true;
    // In this order: what a handler does unseen must not be settled, or it would look lost.
    long inFlight = traffic.become(Traffic.Mode.CRASHED);
    calls.crash(name);
    queue.stop(Duration.ZERO);
    return inFlight;
  }

  /**
   * Cuts it off from new messages and from renewing its leases; it can still settle what it has.
   */
  void stall() {
    traffic.become(Traffic.Mode.STALLED);
  }

  boolean isCrashed() {
    return isCrashed;
  }

  Optional<DrainReport> report() {
    return report == null ? queue.drainReport() : Optional.of(report);
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
  }
}
