package io.millrace.queue.executor;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** Keeps what it was given, and can be held up. */
final class RecordingHandler<T> implements BatchHandler<T> {
  private final List<List<T>> batches = new CopyOnWriteArrayList<>();
  private final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);
  private final Semaphore entered = new Semaphore(0);

  static <T> RecordingHandler<T> held() {
    RecordingHandler<T> handler = new RecordingHandler<>();
    handler.gate.drainPermits();
    return handler;
  }

  @Override
  public void handle(List<T> batch) throws InterruptedException {
    entered.release();
    gate.acquire();
    batches.add(List.copyOf(batch));
  }

  void release(int count) {
    gate.release(count);
  }

  void awaitEntered() throws InterruptedException {
    entered.acquire();
  }

  List<List<T>> batches() {
    return batches;
  }

  List<Integer> sizes() {
    return batches.stream().map(List::size).toList();
  }

  List<T> tasks() {
    List<T> all = new ArrayList<>();
    batches.forEach(all::addAll);
    return all;
  }

  void awaitBatches(int count) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> batches.size() >= count);
  }
}
