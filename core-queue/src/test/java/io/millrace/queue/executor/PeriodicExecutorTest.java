package io.millrace.queue.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PeriodicExecutorTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTime time = new ManualTime();

  private final FlushOptions options = FlushOptions.DEFAULT.withTime(time);

  private final RecordingHandler<String> handler = new RecordingHandler<>();

  @Test
  void flushesWhenTheFirstTaskHasWaitedForTheInterval() throws Exception {
    var executor = new PeriodicExecutor<>("interval", handler, options);
    executor.add("a");
    time.advance(Duration.ofMillis(600));
    executor.add("b");
    time.advance(Duration.ofMillis(399));
    time.awaitSleepers(1);
    assertThat(handler.batches()).isEmpty();

    time.advance(Duration.ofMillis(1));

    handler.awaitBatches(1);
    assertThat(handler.batches()).containsExactly(List.of("a", "b"));
    executor.close();
  }

  @Test
  void flusherEndsAfterTenIdleIntervalsAndTheNextTaskStartsAnother() throws Exception {
    var executor = new PeriodicExecutor<>("idle", handler, options);
    executor.add("a");
    executor.await();
    time.awaitSleepers(1);
    time.advance(SECOND.multipliedBy(10).minusNanos(1));
    time.awaitSleepers(1);
    assertThat(Threads.named("millrace-idle-flusher")).isEqualTo(1);

    time.advance(Duration.ofNanos(1));
    Threads.awaitNone("millrace-idle-flusher");

    executor.add("b");
    assertThat(Threads.named("millrace-idle-flusher")).isEqualTo(1);
    time.awaitSleepers(1);
    time.advance(SECOND);
    handler.awaitBatches(2);
    assertThat(handler.tasks()).containsExactly("a", "b");
    executor.close();
  }

  @Test
  void flushSendsWhatIsThereBeforeItsTime() throws Exception {
    try (var executor = new PeriodicExecutor<>("flush", handler, options)) {
      executor.add("a");
      executor.flush();
      handler.awaitBatches(1);
      executor.flush();
      executor.await();
      assertThat(handler.batches()).containsExactly(List.of("a"));
    }
  }

  @Test
  void awaitReturnsWhenWhatWasAddedBeforeIsHandled() throws Exception {
    RecordingHandler<String> held = RecordingHandler.held();
    try (var executor = new PeriodicExecutor<>("await", held, options)) {
      executor.add("a");
      var done = new CountDownLatch(1);
      Thread waiter =
          new Thread(
              () -> {
                try {
                  executor.await();
                  done.countDown();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      waiter.start();
      held.awaitEntered();
      Threads.awaitBlocked(waiter);
      assertThat(done.getCount()).isEqualTo(1);

      held.release(1);

      done.await();
      assertThat(held.tasks()).containsExactly("a");
    }
  }

  @Test
  void awaitGivesUpAtItsTimeout() throws Exception {
    RecordingHandler<String> held = RecordingHandler.held();
    try (var executor = new PeriodicExecutor<>("await-timeout", held, options)) {
      executor.add("a");
      assertThat(executor.await(Duration.ZERO)).isFalse();
      held.release(1);
      executor.await();
    }
  }

  @Test
  void addBlocksWhileTheLimitOfBatchesWaits() throws Exception {
    RecordingHandler<Integer> held = RecordingHandler.held();
    var executor = new PeriodicExecutor<>("limit", 1, held, options.withWaitingBatches(2));
    executor.add(0, 1);
    held.awaitEntered();
    executor.add(1, 1);
    executor.add(2, 1);
    Thread adder = new Thread(() -> addQuietly(executor, 3));
    adder.start();
    Threads.awaitBlocked(adder);

    held.release(1);

    adder.join();
    held.release(3);
    executor.close();
    assertThat(held.tasks()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void aFailingBatchIsReportedOnceAndTheNextOnesFollow() throws Exception {
    List<String> reports = new CopyOnWriteArrayList<>();
    List<String> handled = new CopyOnWriteArrayList<>();
    BatchHandler<String> picky =
        batch -> {
          switch (batch.get(0)) {
            case "exception" -> throw new IllegalArgumentException("no");
            case "error" -> throw new AssertionError("never");
            case "interrupt" -> Thread.currentThread().interrupt();
            default -> handled.addAll(batch);
          }
        };
    var failing =
        options.withOnFailure(
            (name, batch, error) -> {
              reports.add(name + batch + error.getMessage());
              throw new IllegalStateException("the failure handler fails as well");
            });
    try (var executor = new PeriodicExecutor<>("failing", 1, picky, failing)) {
      for (String task : List.of("a", "exception", "b", "error", "c", "interrupt", "d")) {
        executor.add(task, 1);
      }
      executor.await();
    }
    assertThat(handled).containsExactly("a", "b", "c", "d");
    assertThat(reports).containsExactly("failing[exception]no", "failing[error]never");
  }

  @Test
  void theHandlerMayAddTasksAtTheLimit() throws Exception {
    List<Integer> handled = new CopyOnWriteArrayList<>();
    var self = new AtomicReference<PeriodicExecutor<Integer>>();
    BatchHandler<Integer> growing =
        batch -> {
          handled.addAll(batch);
          if (batch.get(0) == 0) {
            for (int i = 1; i <= 5; i++) {
              self.get().add(i, 1);
            }
          }
        };
    self.set(new PeriodicExecutor<>("growing", 1, growing, options.withWaitingBatches(1)));
    self.get().add(0, 1);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> handled.size() == 6);
    self.get().close();
    assertThat(handled).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void theHandlerCannotWaitForItself() throws Exception {
    List<String> errors = new CopyOnWriteArrayList<>();
    var self = new AtomicReference<PeriodicExecutor<Integer>>();
    self.set(
        new PeriodicExecutor<>(
            "self",
            batch -> self.get().await(),
            options.withOnFailure(
                (name, batch, error) -> errors.add(error.getClass().getSimpleName()))));
    self.get().add(1);
    self.get().close();
    assertThat(errors).containsExactly("IllegalStateException");
  }

  @Test
  void syncKeepsOthersOut() throws Exception {
    try (var executor = new PeriodicExecutor<>("sync", handler, options)) {
      var adder = new Thread(() -> addQuietly(executor, "a"));
      executor.sync(
          () -> {
            adder.start();
            Threads.awaitBlocked(adder);
            assertThat(handler.tasks()).isEmpty();
          });
      adder.join();
      executor.await();
      assertThat(handler.tasks()).containsExactly("a");
    }
  }

  @Test
  void manyThreadsLoseAndDoubleNothingAndKeepTheirOrder() throws Exception {
    int threads = 8;
    int each = 5_000;
    RecordingHandler<int[]> all = new RecordingHandler<>();
    var executor =
        new PeriodicExecutor<>(
            "many",
            100,
            all,
            FlushOptions.DEFAULT.withInterval(Duration.ofMillis(1)).withWaitingBatches(2));
    List<Thread> adders = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      adders.add(
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  addQuietly(executor, new int[] {thread, i});
                }
              }));
    }
    adders.forEach(Thread::start);
    for (Thread adder : adders) {
      adder.join();
    }
    assertThat(executor.stop(Duration.ofSeconds(20))).isTrue();

    int[] next = new int[threads];
    all.tasks().forEach(task -> assertThat(task[1]).isEqualTo(next[task[0]]++));
    assertThat(next).containsOnly(each);
  }

  private static <T> void addQuietly(PeriodicExecutor<T> executor, T task) {
    try {
      executor.add(task);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
