package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.DrainReport;
import io.millrace.queue.Message;
import io.millrace.queue.Settlement;
import io.millrace.testkit.check.ConservationCheck;
import io.millrace.testkit.check.ConservationReport;
import io.millrace.testkit.check.EventLog;
import io.millrace.testkit.check.LogEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Assumptions;

/**
 * The world of one test: a destination, the workers on it, and a record of what they did. Whatever
 * the test is about, it ends with a look at the books of each worker.
 */
final class Trial {
  private final Backend backend;
  private final Destination destination;
  private final boolean virtualThreads;
  private final EventLog events = new EventLog();
  private final CallLog calls = new CallLog(events);
  private final List<Worker> workers = new ArrayList<>();
  private long published;

  Trial(Backend backend, boolean virtualThreads) throws Exception {
    this.backend = backend;
    this.virtualThreads = virtualThreads;
    this.destination = backend.create();
  }

  /** Skips the test where the backend does not have them all. */
  void requires(Feature... features) {
    for (Feature feature : features) {
      Assumptions.assumeTrue(
          has(feature), () -> "the backend does not declare " + feature + ": " + feature.promise());
    }
  }

  boolean has(Feature feature) {
    return backend.features().has(feature);
  }

  Backend backend() {
    return backend;
  }

  Destination destination() {
    return destination;
  }

  CallLog calls() {
    return calls;
  }

  /** How many messages were published so far. */
  int published() {
    return Math.toIntExact(published);
  }

  /**
   * Publishes as many messages as the backend wants under load, over {@code keys} keys, and tells
   * how many.
   */
  int publishLoad(int keys) throws Exception {
    publish(backend.load(), keys);
    return backend.load();
  }

  /** Publishes {@code count} small messages with keys taking turns. */
  void publish(int count, int keys) throws Exception {
    destination.publish(messages(count, keys, 0));
  }

  /** The next messages of the test, numbered on, noted as published. */
  List<Message<byte[]>> messages(int count, int keys, int sizeBytes) {
    List<Message<byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] payload = Payload.of(published, sizeBytes);
      messages.add(
          Message.builder(payload)
              .key("k" + published % keys)
              .timestampMillis(System.currentTimeMillis())
              .sizeBytes(payload.length)
              .build());
      events.accept(new LogEvent.Published(0, published));
      published++;
    }
    return messages;
  }

  WorkerSettings worker() {
    return new WorkerSettings(this, "worker-" + workers.size(), virtualThreads);
  }

  void started(Worker worker) {
    workers.add(worker);
  }

  void await(String what, Callable<Boolean> condition) {
    awaiting(what).until(condition);
  }

  /**
   * As {@link #await}, with work there all the while: whenever handlers are done with everything,
   * as much is published again, over {@code keys} keys.
   */
  void awaitUnderLoad(int keys, String what, Callable<Boolean> condition) {
    await(
        what,
        () -> {
          if (calls.done() >= published) {
            publishLoad(keys);
          }
          return condition.call();
        });
  }

  /** Waits until handlers are done with {@code count} different messages. */
  void awaitDone(int count) {
    awaiting("handlers are done with " + count + " messages")
        .untilAsserted(() -> assertThat(calls.done()).isGreaterThanOrEqualTo(count));
  }

  private ConditionFactory awaiting(String what) {
    return Awaitility.await(what)
        .atMost(backend.patience())
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5));
  }

  /** Fails when the condition does not hold for the whole time. */
  void holds(String what, Duration time, Callable<Boolean> condition) {
    Awaitility.await(what)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .during(time)
        .atMost(time.plus(backend.patience()))
        .failFast(what + " no more", () -> !condition.call())
        .until(condition);
  }

  /** Judges the run; each message must have been processed and no promise broken. */
  ConservationReport judge(ConservationCheck check) {
    ConservationReport report = events.judge(check);
    assertThat(report.isSound()).as(report.toString()).isTrue();
    return report;
  }

  /** Ends every worker and checks its books. */
  void close() throws Exception {
    try {
      workers.forEach(Worker::close);
      for (Worker worker : workers) {
        if (!worker.isCrashed()) {
          checkBooks(worker);
        }
      }
      assertThat(destination.violations()).as("what the backend saw go wrong").isEmpty();
    } finally {
      destination.close();
      backend.close();
    }
  }

  private static void checkBooks(Worker worker) {
    Traffic traffic = worker.traffic();
    DrainReport report = worker.report().orElseThrow();
    assertThat(traffic.violations()).as("settlements and renewals of " + worker.name()).isEmpty();
    assertThat(report.lost()).as("lost by " + worker.name() + ": " + report).isZero();
    assertThat(report.fetched()).as("fetched by " + worker.name()).isEqualTo(traffic.fetched());
    assertThat(traffic.settled()).as("settled by " + worker.name()).isEqualTo(traffic.fetched());
    assertThat(List.of(report.acked(), report.rejected(), report.deadLettered(), report.returned()))
        .as("acked, rejected, dead-lettered, returned by " + worker.name())
        .containsExactly(
            traffic.settled(Settlement.Kind.ACKED),
            traffic.settled(Settlement.Kind.REJECTED),
            traffic.settled(Settlement.Kind.DEAD_LETTERED),
            traffic.settled(Settlement.Kind.RETURNED));
  }
}
