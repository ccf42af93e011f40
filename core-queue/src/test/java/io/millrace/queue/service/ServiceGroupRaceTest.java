package io.millrace.queue.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starts and stops at the same time. */
@Timeout(30)
class ServiceGroupRaceTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final CalledServices services = new CalledServices();

  @Test
  void aStopDuringTheStartWaitsForTheServiceThatIsStarting() throws Exception {
    var starting = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    var group =
        ServiceGroup.builder("app")
            .add("db", services.of("db"))
            .add(
                "queue",
                services.onStart(
                    "queue",
                    () -> {
                      starting.countDown();
                      finish.await();
                    }))
            .add("http", services.of("http"))
            .build();
    var thrown = new AtomicReference<Throwable>();
    Thread starter = starter(group, thrown);
    starting.await();
    Thread stopper = stopper(group, TEN_SECONDS);
    awaitBlocked(stopper);
    assertThat(services.calls()).containsExactly("+db", "+queue");

    finish.countDown();

    starter.join();
    stopper.join();
    assertThat(services.calls()).containsExactly("+db", "+queue", "-queue", "-db");
    assertThat(thrown.get()).isInstanceOf(ServiceStartException.class);
  }

  @Test
  void aServiceThatStartsTooLateForTheStopIsStoppedAsSoonAsItHas() throws Exception {
    var starting = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    var group =
        ServiceGroup.builder("app")
            .add("db", services.of("db"))
            .add(
                "slow",
                services.onStart(
                    "slow",
                    () -> {
                      starting.countDown();
                      finish.await();
                    }))
            .build();
    var thrown = new AtomicReference<Throwable>();
    Thread starter = starter(group, thrown);
    starting.await();
    group.stop(Duration.ZERO);
    assertThat(services.calls()).containsExactly("+db", "+slow", "-db");

    finish.countDown();
    starter.join();
    assertThat(services.calls()).containsExactly("+db", "+slow", "-db", "-slow");
    assertThat(thrown.get())
        .isInstanceOf(ServiceStartException.class)
        .hasMessageContaining("could not wait");
  }

  @Test
  void aServiceMayStopItsGroupFromItsStart() throws Exception {
    var group = new AtomicReference<ServiceGroup>();
    group.set(
        ServiceGroup.builder("app")
            .add("db", services.of("db"))
            .add(
                "self-stopping",
                services.onStart("self-stopping", () -> group.get().stop(Duration.ofDays(1))))
            .build());
    assertThatThrownBy(group.get()::start).isInstanceOf(ServiceStartException.class);
    assertThat(services.calls()).containsExactly("+db", "+self-stopping", "-db", "-self-stopping");
  }

  @Test
  void ofManyStopsAtOnceOneStopsAndAllWaitForIt() throws Exception {
    for (int round = 0; round < 50; round++) {
      services.calls().clear();
      var group =
          ServiceGroup.builder("app")
              .add("db", services.of("db"))
              .add("http", services.of("http"))
              .build();
      Thread starter = starter(group, new AtomicReference<>());
      List<Thread> stoppers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        stoppers.add(stopper(group, TEN_SECONDS));
      }
      starter.join();
      for (Thread stopper : stoppers) {
        stopper.join();
      }
      List<String> up =
          services.calls().stream()
              .filter(call -> call.startsWith("+"))
              .map(call -> call.substring(1))
              .toList();
      List<String> down =
          new ArrayList<>(
              services.calls().stream()
                  .filter(call -> call.startsWith("-"))
                  .map(call -> call.substring(1))
                  .toList());
      java.util.Collections.reverse(down);
      assertThat(down).isEqualTo(up);
    }
  }

  private static Thread starter(ServiceGroup group, AtomicReference<Throwable> thrown) {
    Thread thread =
        new Thread(
            () -> {
              try {
                group.start();
              } catch (Exception e) {
                thrown.set(e);
              }
            });
    thread.start();
    return thread;
  }

  private static Thread stopper(ServiceGroup group, Duration timeout) {
    Thread thread =
        new Thread(
            () -> {
              try {
                group.stop(timeout);
              } catch (ServiceStopException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    return thread;
  }

  private static void awaitBlocked(Thread thread) {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> thread.getState() == Thread.State.TIMED_WAITING);
  }
}
