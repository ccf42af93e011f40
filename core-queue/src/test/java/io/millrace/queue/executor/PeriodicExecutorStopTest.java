package io.millrace.queue.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a periodic executor ends: by a close, a stop, a deadline or with the JVM. */
@Timeout(30)
class PeriodicExecutorStopTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTime time = new ManualTime();

  private final FlushOptions options = FlushOptions.DEFAULT.withTime(time);

  private final RecordingHandler<String> handler = new RecordingHandler<>();

  @Test
  void closeReleasesABlockedAddWhoseTaskIsNotTaken() throws Exception {
    RecordingHandler<Integer> held = RecordingHandler.held();
    var executor = new PeriodicExecutor<>("blocked", 1, held, options.withWaitingBatches(1));
    executor.add(0, 1);
    held.awaitEntered();
    executor.add(1, 1);
    var thrown = new AtomicReference<Exception>();
    Thread adder =
        new Thread(
            () -> {
              try {
                executor.add(2, 1);
              } catch (Exception e) {
                thrown.set(e);
              }
            });
    adder.start();
    Threads.awaitBlocked(adder);

    Thread closer = new Thread(executor::close);
    closer.start();
    adder.join();
    held.release(2);
    closer.join();

    assertThat(thrown.get()).isInstanceOf(IllegalStateException.class);
    assertThat(held.tasks()).containsExactly(0, 1);
  }

  @Test
  void closeFlushesTheRestAndMayBeRepeated() throws Exception {
    var executor = new PeriodicExecutor<>("close", handler, options);
    executor.add("a");
    assertThat(executor.stop(SECOND)).isTrue();
    assertThat(executor.stop(SECOND)).isTrue();
    executor.close();

    assertThat(handler.tasks()).containsExactly("a");
    Threads.awaitNone("millrace-close-flusher");
    assertThatThrownBy(() -> executor.add("b"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("close");
  }

  @Test
  void closeOfOneThatNeverRanIsAtOnce() throws Exception {
    assertThat(new PeriodicExecutor<>("unused", handler, options).stop(Duration.ZERO)).isTrue();
  }

  @Test
  void stopPastItsDeadlineInterruptsTheHandlerAndReportsWhatIsLeft() throws Exception {
    RecordingHandler<Integer> held = RecordingHandler.held();
    List<Object> failed = new CopyOnWriteArrayList<>();
    List<Throwable> errors = new CopyOnWriteArrayList<>();
    var executor =
        new PeriodicExecutor<>(
            "late",
            1,
            held,
            options.withOnFailure(
                (name, batch, error) -> {
                  failed.addAll(batch);
                  errors.add(error);
                }));
    executor.add(1, 1);
    held.awaitEntered();
    executor.add(2, 1);

    assertThat(executor.stop(Duration.ZERO)).isFalse();

    Threads.awaitNone("millrace-late-flusher");
    assertThat(failed).containsExactlyInAnyOrder(1, 2);
    assertThat(errors).hasAtLeastOneElementOfType(TimeoutException.class);
    assertThat(errors).hasAtLeastOneElementOfType(InterruptedException.class);
    assertThat(held.tasks()).isEmpty();
  }

  @Test
  void asksForAStopAtTheJvmsEndOnlyWhereTheUserWantsItAndTakesItBack() throws Exception {
    List<Runnable> hooks = new CopyOnWriteArrayList<>();
    var cancelled = new AtomicInteger();
    ExitHooks registry =
        (name, action) -> {
          hooks.add(action);
          return cancelled::incrementAndGet;
        };
    var executor = new PeriodicExecutor<>("exit", handler, options.withExitHooks(registry));
    executor.add("a");

    hooks.get(0).run();

    assertThat(handler.tasks()).containsExactly("a");
    assertThat(cancelled).hasPositiveValue();
  }

  @Test
  void aJvmHookCanBeTakenBack() {
    ExitHooks.Registration registration = ExitHooks.jvm().register("hook", () -> {});
    registration.cancel();
    registration.cancel();
  }
}
