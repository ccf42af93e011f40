package io.millrace.testkit.sim;

import io.millrace.queue.DrainReport;
import io.millrace.queue.QueueSnapshot;
import io.millrace.queue.Settlement;
import java.util.function.Consumer;

/** Compares what a queue says about itself with what the simulation saw. */
final class SnapshotCheck {
  private final Settings settings;
  private final int largestMessage;
  private final Consumer<String> complaints;

  SnapshotCheck(Settings settings, int largestMessage, Consumer<String> complaints) {
    this.settings = settings;
    this.largestMessage = largestMessage;
    this.complaints = complaints;
  }

  /** Between two turns, when nothing is half done. */
  void check(Life<?> life) {
    QueueSnapshot snapshot = life.queue().snapshot();
    long held = life.stays.size();
    expect("fetched", life.fetched, snapshot.fetched());
    life.settled.forEach(
        (kind, count) ->
            expect("settled as " + kind, count, snapshot.settled().getOrDefault(kind, 0L)));
    expect("held bytes", life.heldBytes, snapshot.heldBytes());
    long settled = snapshot.settled().values().stream().mapToLong(Long::longValue).sum();
    expect("conservation: fetched minus settled", held, snapshot.fetched() - settled);
    if (snapshot.buffered() + snapshot.waiting() + snapshot.inFlight() > held) {
      complaints.accept("more messages than were fetched: " + snapshot);
    }
    if (held == 0) {
      expect("keys that are still busy", 0, life.stepped().busyKeys());
    }
    checkLimits(life, snapshot);
  }

  private void checkLimits(Life<?> life, QueueSnapshot snapshot) {
    // Each producer may be told the same room, and the last message of a fetch may go beyond it.
    long mostBytes = settings.bufferBytes() + 4L * largestMessage;
    if (snapshot.heldBytes() > mostBytes) {
      complaints.accept("more bytes than " + mostBytes + ": " + snapshot);
    }
    int producers = Math.max(4, snapshot.producers());
    int most =
        settings.bufferMessages()
            + settings.retry().maxWaiting()
            + 2 * producers * Math.min(settings.fetchSize(), settings.bufferMessages())
            + 2 * 8 * 64;
    if (life.stays.size() > most) {
      complaints.accept("more messages than " + most + ": " + snapshot);
    }
    if (snapshot.activeProducers() > snapshot.producers()) {
      complaints.accept("more active producers than producers: " + snapshot);
    }
  }

  /** At the start of a fetch: a producer is told no more room than the limits leave. */
  void checkRoom(Life<?> life, int messageLimit, long byteLimit) {
    if (messageLimit == 0) {
      return;
    }
    QueueSnapshot snapshot = life.queue().snapshot();
    int most = Math.min(settings.bufferMessages(), settings.fetchSize());
    if (messageLimit > Math.min(most, settings.retry().maxWaiting() - snapshot.waiting())) {
      complaints.accept("a fetch of up to " + messageLimit + " messages: " + snapshot);
    }
    if (byteLimit > settings.bufferBytes() - snapshot.heldBytes()) {
      complaints.accept("a fetch of up to " + byteLimit + " bytes: " + snapshot);
    }
  }

  /** When the queue has stopped. */
  void checkStopped(Life<?> life, DrainReport report) {
    expect("lost messages", 0, report.lost());
    expect("fetched, by the report", life.fetched, report.fetched());
    expect("returned, by the report", count(life, Settlement.Kind.RETURNED), report.returned());
    expect("acked, by the report", count(life, Settlement.Kind.ACKED), report.acked());
    expect("messages never settled", 0, life.stays.size());
    expect("loops of a stopped queue", 0, life.stepped().loops().size());
    expect("producers never closed", 0, life.producers.size());
    expect("consumers never closed", life.consumersMade, life.consumersClosed);
    check(life);
  }

  private static long count(Life<?> life, Settlement.Kind kind) {
    return life.settled.getOrDefault(kind, 0L);
  }

  void expect(String what, long expected, long actual) {
    if (expected != actual) {
      complaints.accept(what + ": " + actual + " instead of " + expected);
    }
  }
}
