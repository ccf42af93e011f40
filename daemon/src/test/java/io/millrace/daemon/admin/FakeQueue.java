package io.millrace.daemon.admin;

import io.millrace.queue.DrainReport;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueSnapshot;
import io.millrace.queue.QueueState;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A queue without threads whose numbers a test sets, and which does what operators ask of it. */
public final class FakeQueue implements Queue<byte[]> {
  private final String name;
  public volatile QueueState state = QueueState.RUNNING;
  public volatile boolean isPaused;
  public volatile int producers = 2;
  public volatile int activeProducers = 2;
  public volatile int consumers = 8;
  public volatile int maxConsumers = 8;
  public volatile long fetched;
  public volatile int buffered;
  public volatile int waiting;
  public volatile int inFlight;
  public volatile long heldBytes;
  public volatile long acked;
  public volatile long deadLettered;
  public volatile long retries;
  public volatile long lag = -1;
  public volatile Duration oldestInFlight = Duration.ZERO;

  public FakeQueue(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public QueueState state() {
    return state;
  }

  @Override
  public void start() {
    state = QueueState.RUNNING;
  }

  @Override
  public DrainReport stop(Duration deadline) {
    state = QueueState.STOPPED;
    return new DrainReport(
        fetched, acked, 0, deadLettered, fetched - acked - deadLettered, Duration.ZERO);
  }

  @Override
  public boolean awaitTermination(Duration timeout) {
    return state == QueueState.STOPPED;
  }

  @Override
  public Optional<DrainReport> drainReport() {
    return Optional.empty();
  }

  @Override
  public void pause() {
    isPaused = true;
  }

  @Override
  public void resume() {
    isPaused = false;
  }

  @Override
  public void resize(int newProducers, int newConsumers) {
    if (state != QueueState.RUNNING) {
      throw new IllegalStateException("queue " + name + " is " + state);
    }
    producers = newProducers;
    consumers = newConsumers;
    maxConsumers = newConsumers;
  }

  @Override
  public void broadcast(Object event) {}

  @Override
  public QueueSnapshot snapshot() {
    return new QueueSnapshot(
        state,
        isPaused,
        producers,
        activeProducers,
        consumers,
        maxConsumers,
        fetched,
        buffered,
        waiting,
        inFlight,
        heldBytes,
        Map.of(Settlement.Kind.ACKED, acked, Settlement.Kind.DEAD_LETTERED, deadLettered),
        retries,
        lag,
        oldestInFlight.toNanos());
  }

  @Override
  public void close() {
    state = QueueState.STOPPED;
  }
}
