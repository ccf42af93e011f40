package io.millrace.queue.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.queue.executor.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stop bears: services that fail, hang or are interrupted, and its one deadline. */
@Timeout(30)
class ServiceGroupStopTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final CalledServices services = new CalledServices();

  @Test
  void stopFailuresAreCollectedAndKeepNobodyFromBeingStopped() throws Exception {
    var group =
        ServiceGroup.builder("app")
            .add(
                "a",
                services.onStop(
                    "a",
                    () -> {
                      throw new IOException("a");
                    }))
            .add("b", services.of("b"))
            .add(
                "c",
                services.onStop(
                    "c",
                    () -> {
                      throw new AssertionError("c");
                    }))
            .build();
    group.start();
    var thrown = catchThrowableOfType(ServiceStopException.class, () -> group.stop(TEN_SECONDS));
    assertThat(services.calls()).endsWith("-c", "-b", "-a");
    assertThat(thrown.services()).containsExactly("c", "a");
    assertThat(thrown.getSuppressed()).hasSize(2);
    group.stop(TEN_SECONDS);
    assertThat(services.calls()).hasSize(6);
  }

  @Test
  void stopIsHarmlessTwiceAndBeforeAndAfterAFailedStart() throws Exception {
    var unstarted = ServiceGroup.builder("app").add("db", services.of("db")).build();
    unstarted.stop(TEN_SECONDS);
    unstarted.close();
    assertThat(services.calls()).isEmpty();
    assertThatThrownBy(unstarted::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("STOPPED");

    var failed =
        ServiceGroup.builder("app")
            .add(
                "db",
                services.onStart(
                    "db",
                    () -> {
                      throw new IOException("no");
                    }))
            .build();
    assertThatThrownBy(failed::start).isInstanceOf(ServiceStartException.class);
    failed.close();
    assertThat(services.calls()).containsExactly("+db");
  }

  @Test
  void oneDeadlineIsSharedByAll() throws Exception {
    var time = new ManualTime();
    List<Duration> timeouts = new CopyOnWriteArrayList<>();
    var builder = ServiceGroup.builder("app").time(time);
    for (int i = 0; i < 4; i++) {
      builder.add(
          "s" + i,
          new Service() {
            @Override
            public void start() {}

            @Override
            public void stop(Duration timeout) {
              timeouts.add(timeout);
              time.advance(Duration.ofSeconds(4));
            }
          });
    }
    var group = builder.build();
    group.start();
    group.stop(TEN_SECONDS);
    assertThat(timeouts)
        .containsExactly(TEN_SECONDS, Duration.ofSeconds(6), Duration.ofSeconds(2), Duration.ZERO);
  }

  @Test
  void aServiceThatDoesNotStopIsInterruptedAndTheOthersAreStopped() throws Exception {
    var interrupted = new CountDownLatch(1);
    var group =
        ServiceGroup.builder("app")
            .add("db", services.of("db"))
            .add(
                "stuck",
                services.onStop(
                    "stuck",
                    () -> {
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                      }
                    }))
            .build();
    group.start();
    var thrown = catchThrowableOfType(ServiceStopException.class, () -> group.stop(Duration.ZERO));
    interrupted.await();
    assertThat(thrown.services()).containsExactly("stuck");
    assertThat(services.calls()).containsExactly("+db", "+stuck", "-stuck", "-db");
  }

  @Test
  void anInterruptMakesTheDeadlineNow() throws Exception {
    List<Duration> dbTimeout = new CopyOnWriteArrayList<>();
    var stopping = new CountDownLatch(1);
    Service db =
        new Service() {
          @Override
          public void start() {}

          @Override
          public void stop(Duration timeout) {
            dbTimeout.add(timeout);
          }
        };
    var group =
        ServiceGroup.builder("app")
            .add("db", db)
            .add(
                "slow",
                services.onStop(
                    "slow",
                    () -> {
                      stopping.countDown();
                      new CountDownLatch(1).await();
                    }))
            .build();
    group.start();
    var keptInterrupt = new AtomicReference<Boolean>();
    Thread stopper =
        new Thread(
            () -> {
              assertThatThrownBy(() -> group.stop(Duration.ofDays(1)))
                  .isInstanceOf(ServiceStopException.class);
              keptInterrupt.set(Thread.currentThread().isInterrupted());
            });
    stopper.start();
    stopping.await();
    stopper.interrupt();
    stopper.join();
    assertThat(dbTimeout).containsExactly(Duration.ZERO);
    assertThat(keptInterrupt).hasValue(true);
  }
}
