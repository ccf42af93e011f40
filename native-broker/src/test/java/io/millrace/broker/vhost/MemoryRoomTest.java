package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** A queue in memory that has no room for more. */
@Timeout(120)
class MemoryRoomTest {
  /** Room for ten messages of {@link #LARGE}. */
  private static final long QUEUE_BYTES = 100_000;

  private static final String LARGE = "x".repeat(10_000);

  private final TestHost test =
      new TestHost(
          new HostSettings(
              HostSettings.DEFAULT.consumerTimeout(), QUEUE_BYTES, new PublishLimits(50, 1 << 20)));
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RoomWarnings.class);

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
    test.declare("q");
  }

  @AfterEach
  void close() {
    logger.detachAppender(logged);
    test.close();
  }

  private List<String> warnings() {
    return List.copyOf(logged.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void whoCanWaitWaitsAndLosesNothing() {
    TestPublisher publisher = TestPublisher.patient(test.host);
    int published = 0;
    while (publisher.hasRoom()) {
      publisher.push(message("", "q", published++ + LARGE));
      publisher.flush();
    }
    await().until(() -> test.facts("q").ready() == 10);
    publisher.look();
    assertThat(published).isEqualTo(50);
    assertThat(publisher.open).hasSize(40);
    assertThat(publisher.refused).isEmpty();
    assertThat(warnings())
        .containsExactly(
            "queue 'q' of virtual host '/' is full: publishers wait until messages leave it");

    TestConsumer consumer = test.consume("q", 1);

    for (int n = 0; n < published; n++) {
      assertThat(consumer.acknowledgeNext().body()).isEqualTo(n + LARGE);
    }
    assertThat(publisher.awaitAll().refused).isEmpty();
    assertThat(publisher.hasRoom()).isTrue();
    assertThat(test.facts("q").losses()).isEqualTo(QueueLosses.NONE);
  }

  @Test
  void aPurgeAndADeletionLetThoseGoWhoWait() {
    TestPublisher publisher = TestPublisher.patient(test.host);
    for (int n = 0; n < 30; n++) {
      publisher.push(message("", "q", LARGE));
    }
    publisher.flush();
    await().until(() -> test.facts("q").ready() == 10);

    TestHost.done(test.host.purge("q", TestHost.CONNECTION));
    await().until(() -> test.facts("q").ready() == 10);
    TestHost.done(test.host.deleteQueue("q", TestHost.CONNECTION, DeleteCondition.NONE));

    publisher.awaitAll();
    assertThat(publisher.refused).hasSize(10).doesNotContainValue(PublishRefusal.NO_SPACE);
  }

  @Test
  void whoCannotWaitIsRefusedAndTheQueueCountsAndSaysIt() {
    TestPublisher publisher = test.publisher();
    for (int n = 0; n < 15; n++) {
      publisher.publish(message("", "q", LARGE));
    }

    assertThat(publisher.awaitAll().refused).hasSize(5).containsValue(PublishRefusal.NO_SPACE);
    assertThat(test.facts("q").losses().refused()).isEqualTo(5);
    assertThat(warnings())
        .containsExactly(
            "queue 'q' of virtual host '/': no room for messages, 1 refused since the last time"
                + " this was said");

    test.advance(Duration.ofMinutes(1));
    publisher.publishAndWait(message("", "q", LARGE));

    assertThat(warnings())
        .hasSize(2)
        .last()
        .asString()
        .contains("no room for messages, 5 refused since");
  }

  @Test
  void whoCannotWaitIsRefusedAlsoBehindThoseWhoWait() {
    TestPublisher patient = TestPublisher.patient(test.host);
    for (int n = 0; n < 20; n++) {
      patient.push(message("", "q", LARGE));
    }
    patient.flush();
    await().until(() -> test.facts("q").ready() == 10);

    TestPublisher impatient = test.publisher();
    impatient.publish(message("", "q", LARGE));

    assertThat(impatient.awaitAll().refused).containsValue(PublishRefusal.NO_SPACE);
    patient.look();
    assertThat(patient.refused).isEmpty();
    assertThat(warnings()).hasSize(2);
  }

  @Test
  void aConsumerThatNeedNotAckLetsThoseInWhoWait() {
    TestPublisher publisher = TestPublisher.patient(test.host);
    for (int n = 0; n < 50; n++) {
      publisher.push(message("", "q", n + LARGE));
    }
    publisher.flush();
    await().until(() -> test.facts("q").ready() == 10);

    TestConsumer consumer = test.consume("q", SubscribeOptions.automatic(TestHost.CONNECTION));

    assertThat(consumer.bodies(50)).hasSize(50);
    assertThat(publisher.awaitAll().refused).isEmpty();
  }

  @Test
  void manyFullQueuesDoNotFillTheLog() {
    TestPublisher publisher = test.publisher();
    for (int queue = 0; queue < 30; queue++) {
      test.declare("q" + queue);
      for (int n = 0; n < 11; n++) {
        publisher.publish(message("", "q" + queue, LARGE));
      }
    }

    assertThat(publisher.awaitAll().refused).hasSize(30);
    // Twice as many if a minute of the clock ends in between.
    assertThat(warnings()).hasSizeBetween(10, 20);
  }
}
