package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OverflowTest {
  private final TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void dropsTheOldest() {
    declare("drop-head");

    assertThat(publish(11).refused).isEmpty();

    assertThat(test.facts("q").ready()).isEqualTo(10);
    assertThat(test.consume("q", 1).next().body()).isEqualTo("m1");
  }

  @Test
  void refusesTheNewestAlsoWhereNothingIsSaid() {
    test.declare("q", arguments("x-max-length", 10));

    assertThat(publish(11).refused).containsOnlyKeys(11L).containsValue(PublishRefusal.QUEUE_FULL);

    assertThat(test.facts("q").ready()).isEqualTo(10);
  }

  @Test
  void refusesTheNewestAndSendsItToTheDeadLetters() {
    test.declare("letters");
    test.declare(
        "q",
        arguments(
            "x-max-length", 10,
            "x-overflow", "reject-publish-dlx",
            "x-dead-letter-exchange", "",
            "x-dead-letter-routing-key", "letters"));

    assertThat(publish(11).refused).containsOnlyKeys(11L);

    TestConsumer.Received letter = test.consume("letters", 1).next();
    assertThat(letter.body()).isEqualTo("m10");
    assertThat(String.valueOf(letter.message().headers().get("x-first-death-reason")))
        .isEqualTo("maxlen");
  }

  @Test
  void letsThePublisherWaitAndKeepsTheOrder() {
    declare("block");
    TestPublisher publisher = test.publisher();
    for (int n = 0; n < 30; n++) {
      publisher.publish(message("", "q", "m" + n));
    }
    publisher.flush();
    await().until(() -> test.facts("q").ready() == 10);

    TestConsumer consumer = test.consume("q", 1);

    for (int n = 0; n < 30; n++) {
      assertThat(consumer.acknowledgeNext().body()).isEqualTo("m" + n);
    }
    assertThat(publisher.awaitAll().refused).isEmpty();
  }

  @Test
  void aPublisherThatWaitsIsToldToStopReading() {
    TestHost tight =
        new TestHost(
            new HostSettings(
                HostSettings.DEFAULT.consumerTimeout(), 1 << 20, new PublishLimits(100, 1 << 20)));
    try (tight) {
      tight.declare("q", arguments("x-max-length", 10, "x-overflow", "block"));
      TestPublisher publisher = tight.publisher();
      int published = 0;
      while (publisher.hasRoom()) {
        publisher.push(message("", "q", "m"));
        published++;
      }
      publisher.flush();
      assertThat(published).isEqualTo(100);

      tight.consume("q", SubscribeOptions.automatic(TestHost.CONNECTION));

      assertThat(publisher.awaitAll().confirmed).hasSize(100);
      assertThat(publisher.hasRoom()).isTrue();
    }
  }

  @Test
  void noMoreWaitForAFullQueueThanMemoryMayHold() {
    declare("block");
    byte[] body = new byte[1 << 20];
    List<TestPublisher> publishers = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      TestPublisher publisher = test.publisher();
      publisher.push(new Message("", "q", Properties.NONE, body));
      publisher.flush();
      publishers.add(publisher);
      test.advance(Duration.ZERO); // The loop has seen it, and has room for the next one.
    }
    publishers.forEach(TestPublisher::look);
    assertThat(publishers.stream().mapToInt(each -> each.refused.size()).sum()).isEqualTo(27);
    assertThat(test.facts("q").ready()).isEqualTo(10);

    test.consume("q", SubscribeOptions.automatic(TestHost.CONNECTION));
    publishers.forEach(TestPublisher::awaitAll);
    assertThat(publishers.stream().mapToInt(each -> each.confirmed.size()).sum()).isEqualTo(73);
  }

  @Test
  void headersCountForWhatAPublisherMayHaveOnItsWay() {
    test.declare("q", arguments("x-max-length", 0, "x-overflow", "block"));
    TestPublisher publisher = test.publisher();
    Properties large = Properties.builder().headers(Headers.of("h", "x".repeat(1 << 20))).build();
    int published = 0;
    while (publisher.hasRoom()) {
      publisher.push(new Message("", "q", large, new byte[0]));
      publisher.flush();
      published++;
    }
    assertThat(published).isEqualTo(4);
  }

  @Test
  void holdsTheLimitOfBytes() {
    test.declare("q", arguments("x-max-length-bytes", 5));

    assertThat(publish(4).refused).containsOnlyKeys(3L, 4L);
  }

  private void declare(String overflow) {
    test.declare("q", arguments("x-max-length", 10, "x-overflow", overflow));
  }

  private TestPublisher publish(int count) {
    TestPublisher publisher = test.publisher();
    IntStream.range(0, count).forEach(n -> publisher.publish(message("", "q", "m" + n)));
    return publisher.awaitAll();
  }
}
