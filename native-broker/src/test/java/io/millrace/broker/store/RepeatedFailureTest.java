package io.millrace.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class RepeatedFailureTest {
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("repeated failure");
  private long seconds;
  private final RepeatedFailure failure =
      new RepeatedFailure(logger, () -> TimeUnit.SECONDS.toNanos(seconds));

  @BeforeEach
  void listen() {
    logger.setAdditive(false);
    logger.detachAndStopAllAppenders();
    logged.start();
    logger.addAppender(logged);
  }

  @Test
  void tellsTheWholeStoryOnceThenOneLineAMinute() {
    for (; seconds < 125; seconds++) {
      fail(new IOException("attempt " + seconds));
    }

    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "not made",
            "not made, as before: java.io.IOException: attempt 60",
            "not made, as before: java.io.IOException: attempt 120");
    assertThat(logged.list)
        .extracting(event -> event.getThrowableProxy() != null)
        .containsExactly(true, false, false);
  }

  @Test
  void tellsTheWholeStoryOfAnotherFailureAndOfOneThatComesAgainLater() {
    fail(new IOException("full"));
    fail(new IllegalStateException("a bug, as the test wants it"));
    failure.over();
    fail(new IllegalStateException("a bug, as the test wants it"));

    assertThat(logged.list).hasSize(3).allMatch(event -> event.getThrowableProxy() != null);
  }

  private void fail(Exception how) {
    failure.failed(Level.ERROR, "not made", how);
  }
}
