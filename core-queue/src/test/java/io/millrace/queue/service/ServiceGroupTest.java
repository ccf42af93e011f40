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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(30)
class ServiceGroupTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final CalledServices services = new CalledServices();

  @Test
  void startsInOrderAndStopsInTrueReverse() throws Exception {
    var group =
        ServiceGroup.builder("app")
            .add("db", services.of("db"))
            .add("queue", services.of("queue"))
            .add("http", services.of("http"))
            .build();
    group.start();
    group.stop(TEN_SECONDS);
    assertThat(services.calls())
        .containsExactly("+db", "+queue", "+http", "-http", "-queue", "-db");
  }

  @Test
  void explicitDependenciesComeBeforeTheOrderOfAddition() throws Exception {
    var group =
        ServiceGroup.builder("app")
            .add("http", services.of("http"))
            .after("queue")
            .add("metrics", services.of("metrics"))
            .add("queue", services.of("queue"))
            .after("db", "metrics")
            .add("db", services.of("db"))
            .build();
    assertThat(group.startOrder()).containsExactly("db", "metrics", "queue", "http");
    group.start();
    group.close();
    assertThat(services.calls())
        .containsExactly(
            "+db", "+metrics", "+queue", "+http", "-http", "-queue", "-metrics", "-db");
  }

  @Test
  void aCircleOfDependenciesIsNamed() {
    var builder =
        ServiceGroup.builder("app")
            .add("x", services.of("x"))
            .after("a")
            .add("a", services.of("a"))
            .after("b")
            .add("b", services.of("b"))
            .after("c")
            .add("c", services.of("c"))
            .after("a");
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("services depend on each other in a circle: a -> b -> c -> a");
  }

  @Test
  void anUnknownOrRepeatedNameIsRefused() {
    var builder =
        ServiceGroup.builder("app")
            .add("http", services.of("http"))
            .after("dbb")
            .add("db", services.of("db"));
    assertThatThrownBy(builder::build)
        .hasMessage("service http comes after dbb, which is none of [db, http]");
    assertThatThrownBy(() -> builder.add("db", services.of("db")))
        .hasMessageContaining("two services called db");
  }

  @Test
  void aFailedStartStopsThoseBeforeItInReverseAndCarriesTheirFailures() {
    var group =
        ServiceGroup.builder("app")
            .add("db", services.of("db"))
            .add(
                "cache",
                services.onStop(
                    "cache",
                    () -> {
                      throw new IOException("cache does not stop");
                    }))
            .add("queue", services.of("queue"))
            .add(
                "http",
                services.onStart(
                    "http",
                    () -> {
                      throw new IOException("port in use");
                    }))
            .add("never", services.of("never"))
            .build();

    var thrown = catchThrowableOfType(ServiceStartException.class, group::start);

    assertThat(services.calls())
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
            .add("db", services.of("db"))
            .add(
                "http",
                services.onStart(
                    "http",
                    () -> {
                      throw new NoClassDefFoundError("missing");
                    }))
            .build();
    assertThatThrownBy(group::start)
        .isInstanceOf(ServiceStartException.class)
        .hasRootCauseMessage("missing");
    assertThat(services.calls()).containsExactly("+db", "+http", "-db");
  }

  @Test
  void startsOnce() throws Exception {
    try (var group = ServiceGroup.builder("app").add("db", services.of("db")).build()) {
      group.start();
      assertThatThrownBy(group::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("RUNNING");
    }
  }

  @Test
  void groupsNest() throws Exception {
    var inner =
        ServiceGroup.builder("inner").add("b", services.of("b")).add("c", services.of("c")).build();
    try (var outer =
        ServiceGroup.builder("outer").add("a", services.of("a")).add("inner", inner).build()) {
      outer.start();
    }
    assertThat(services.calls()).containsExactly("+a", "+b", "+c", "-c", "-b", "-a");
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
                services.of(
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
}
