package io.millrace.queue.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.queue.executor.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(30)
class ServiceGroupTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final List<String> calls = new CopyOnWriteArrayList<>();

  private interface Step {
    void run() throws Exception;
  }

  private Service service(String name) {
    return service(name, () -> {}, () -> {});
  }

  private Service service(String name, Step onStart, Step onStop) {
    return new Service() {
      @Override
      public void start() throws Exception {
        calls.add("+" + name);
        onStart.run();
      }

      @Override
      public void stop(Duration timeout) throws Exception {
        calls.add("-" + name);
        onStop.run();
      }
    };
  }

  @Test
  void startsInOrderAndStopsInTrueReverse() throws Exception {
    var group =
        ServiceGroup.builder("app")
            .add("db", service("db"))
            .add("queue", service("queue"))
            .add("http", service("http"))
            .build();
    group.start();
    group.stop(TEN_SECONDS);
    assertThat(calls).containsExactly("+db", "+queue", "+http", "-http", "-queue", "-db");
  }

  @Test
  void explicitDependenciesComeBeforeTheOrderOfAddition() throws Exception {
    var group =
        ServiceGroup.builder("app")
            .add("http", service("http"))
            .after("queue")
            .add("metrics", service("metrics"))
            .add("queue", service("queue"))
            .after("db", "metrics")
            .add("db", service("db"))
            .build();
    assertThat(group.startOrder()).containsExactly("db", "metrics", "queue", "http");
    group.start();
    group.close();
    assertThat(calls)
        .containsExactly(
            "+db", "+metrics", "+queue", "+http", "-http", "-queue", "-metrics", "-db");
  }

  @Test
  void aCircleOfDependenciesIsNamed() {
    var builder =
        ServiceGroup.builder("app")
            .add("x", service("x"))
            .after("a")
            .add("a", service("a"))
            .after("b")
            .add("b", service("b"))
            .after("c")
            .add("c", service("c"))
            .after("a");
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("services depend on each other in a circle: a -> b -> c -> a");
  }

  @Test
  void anUnknownOrRepeatedNameIsRefused() {
    var builder =
        ServiceGroup.builder("app")
            .add("http", service("http"))
            .after("dbb")
            .add("db", service("db"));
    assertThatThrownBy(builder::build)
        .hasMessage("service http comes after dbb, which is none of [db, http]");
    assertThatThrownBy(() -> builder.add("db", service("db")))
        .hasMessageContaining("two services called db");
  }

  @Test
  void aFailedStartStopsThoseBeforeItInReverseAndCarriesTheirFailures() {
    var group =
        ServiceGroup.builder("app")
            .add("db", service("db"))
            .add(
                "cache",
                service(
                    "cache",
                    () -> {},
                    () -> {
                      throw new IOException("cache does not stop");
                    }))
            .add("queue", service("queue"))
            .add(
                "http",
                service(
                    "http",
                    () -> {
                      throw new IOException("port in use");
                    },
                    () -> {}))
            .add("never", service("never"))
            .build();

    var thrown = catchThrowableOfType(ServiceStartException.class, group::start);

    assertThat(calls)
        .containsExactly("+db", "+cache", "+queue", "+http", "-queue", "-cache", "-db");
    assertThat(thrown.service()).isEqualTo("http");
    assertThat(thrown)
        .hasMessageContainingAll("app", "http", "port in use")
        .hasRootCauseMessage("port in use");
    assertThat(thrown.getSuppressed())
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo("cache does not stop");
  }

  @Test
  void anErrorDuringStartStopsTheOthersToo() {
    var group =
        ServiceGroup.builder("app")
            .add("db", service("db"))
            .add(
                "http",
                service(
                    "http",
                    () -> {
                      throw new NoClassDefFoundError("missing");
                    },
                    () -> {}))
            .build();
    assertThatThrownBy(group::start)
        .isInstanceOf(ServiceStartException.class)
        .hasRootCauseMessage("missing");
    assertThat(calls).containsExactly("+db", "+http", "-db");
  }

  @Test
  void stopFailuresAreCollectedAndKeepNobodyFromBeingStopped() throws Exception {
    var group =
        ServiceGroup.builder("app")
            .add(
                "a",
                service(
                    "a",
                    () -> {},
                    () -> {
                      throw new IOException("a");
                    }))
            .add("b", service("b"))
            .add(
                "c",
                service(
                    "c",
                    () -> {},
                    () -> {
                      throw new AssertionError("c");
                    }))
            .build();
    group.start();
    var thrown = catchThrowableOfType(ServiceStopException.class, () -> group.stop(TEN_SECONDS));
    assertThat(calls).endsWith("-c", "-b", "-a");
    assertThat(thrown.services()).containsExactly("c", "a");
    assertThat(thrown.getSuppressed()).hasSize(2);
    group.stop(TEN_SECONDS);
    assertThat(calls).hasSize(6);
  }

  @Test
  void stopIsHarmlessTwiceAndBeforeAndAfterAFailedStart() throws Exception {
    var unstarted = ServiceGroup.builder("app").add("db", service("db")).build();
    unstarted.stop(TEN_SECONDS);
    unstarted.close();
    assertThat(calls).isEmpty();
    assertThatThrownBy(unstarted::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("STOPPED");

    var failed =
        ServiceGroup.builder("app")
            .add(
                "db",
                service(
                    "db",
                    () -> {
                      throw new IOException("no");
                    },
                    () -> {}))
            .build();
    assertThatThrownBy(failed::start).isInstanceOf(ServiceStartException.class);
    failed.close();
    assertThat(calls).containsExactly("+db");
  }

  @Test
  void startsOnce() throws Exception {
    try (var group = ServiceGroup.builder("app").add("db", service("db")).build()) {
      group.start();
      assertThatThrownBy(group::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("RUNNING");
    }
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
            .add("db", service("db"))
            .add(
                "stuck",
                service(
                    "stuck",
                    () -> {},
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
    assertThat(calls).containsExactly("+db", "+stuck", "-stuck", "-db");
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
                service(
                    "slow",
                    () -> {},
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

  @Test
  void aStopDuringTheStartWaitsForTheServiceThatIsStarting() throws Exception {
    var starting = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    var group =
        ServiceGroup.builder("app")
            .add("db", service("db"))
            .add(
                "queue",
                service(
                    "queue",
                    () -> {
                      starting.countDown();
                      finish.await();
                    },
                    () -> {}))
            .add("http", service("http"))
            .build();
    var thrown = new AtomicReference<Throwable>();
    Thread starter = starter(group, thrown);
    starting.await();
    Thread stopper = stopper(group, TEN_SECONDS);
    awaitBlocked(stopper);
    assertThat(calls).containsExactly("+db", "+queue");

    finish.countDown();

    starter.join();
    stopper.join();
    assertThat(calls).containsExactly("+db", "+queue", "-queue", "-db");
    assertThat(thrown.get()).isInstanceOf(ServiceStartException.class);
  }

  @Test
  void aServiceThatStartsTooLateForTheStopIsStoppedAsSoonAsItHas() throws Exception {
    var starting = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    var group =
        ServiceGroup.builder("app")
            .add("db", service("db"))
            .add(
                "slow",
                service(
                    "slow",
                    () -> {
                      starting.countDown();
                      finish.await();
                    },
                    () -> {}))
            .build();
    var thrown = new AtomicReference<Throwable>();
    Thread starter = starter(group, thrown);
    starting.await();
    group.stop(Duration.ZERO);
    assertThat(calls).containsExactly("+db", "+slow", "-db");

    finish.countDown();
    starter.join();
    assertThat(calls).containsExactly("+db", "+slow", "-db", "-slow");
    assertThat(thrown.get())
        .isInstanceOf(ServiceStartException.class)
        .hasMessageContaining("could not wait");
  }

  @Test
  void aServiceMayStopItsGroupFromItsStart() throws Exception {
    var group = new AtomicReference<ServiceGroup>();
    group.set(
        ServiceGroup.builder("app")
            .add("db", service("db"))
            .add(
                "self-stopping",
                service("self-stopping", () -> group.get().stop(Duration.ofDays(1)), () -> {}))
            .build());
    assertThatThrownBy(group.get()::start).isInstanceOf(ServiceStartException.class);
    assertThat(calls).containsExactly("+db", "+self-stopping", "-db", "-self-stopping");
  }

  @Test
  void ofManyStopsAtOnceOneStopsAndAllWaitForIt() throws Exception {
    for (int round = 0; round < 50; round++) {
      calls.clear();
      var group =
          ServiceGroup.builder("app").add("db", service("db")).add("http", service("http")).build();
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
          calls.stream()
              .filter(call -> call.startsWith("+"))
              .map(call -> call.substring(1))
              .toList();
      List<String> down =
          new ArrayList<>(
              calls.stream()
                  .filter(call -> call.startsWith("-"))
                  .map(call -> call.substring(1))
                  .toList());
      java.util.Collections.reverse(down);
      assertThat(down).isEqualTo(up);
    }
  }

  @Test
  void groupsNest() throws Exception {
    var inner = ServiceGroup.builder("inner").add("b", service("b")).add("c", service("c")).build();
    try (var outer =
        ServiceGroup.builder("outer").add("a", service("a")).add("inner", inner).build()) {
      outer.start();
    }
    assertThat(calls).containsExactly("+a", "+b", "+c", "-c", "-b", "-a");
  }

  @Test
  void logsEachStartAndStopWithItsDuration() throws Exception {
    var time = new ManualTime();
    var appender = new ListAppender<ILoggingEvent>();
    Logger logger = (Logger) LoggerFactory.getLogger(ServiceGroup.class);
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.INFO);
    try (var group =
        ServiceGroup.builder("logged")
            .time(time)
            .add(
                "db",
                service(
                    "db",
                    () -> time.advance(Duration.ofMillis(30)),
                    () -> time.advance(Duration.ofMillis(20))))
            .build()) {
      group.start();
    } finally {
      logger.detachAppender(appender);
      logger.setLevel(null);
    }
    assertThat(appender.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "logged: starting db",
            "logged: started db in 30 ms",
            "logged: started 1 services in 30 ms",
            "logged: stopping db",
            "logged: stopped db in 20 ms",
            "logged: stopped 1 services in 20 ms");
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
