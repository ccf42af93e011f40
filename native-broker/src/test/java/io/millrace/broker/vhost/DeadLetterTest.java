package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.arguments;
import static io.millrace.broker.vhost.TestHost.message;
import static io.millrace.broker.vhost.TestHost.persistent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.HeaderValue.Sequence;
import io.millrace.broker.message.HeaderValue.Table;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.vhost.TestConsumer.Received;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadLetterTest {
  private static final Headers TO_DIRECT =
      arguments("x-dead-letter-exchange", "amq.direct", "x-dead-letter-routing-key", "dead");

  private TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aRejectedMessageIsPublishedWithItsHistory() {
    test.declare("q", TO_DIRECT);
    test.declare("letters");
    test.bind("amq.direct", "letters", "dead");
    test.bind("amq.fanout", "q", "");
    TestConsumer consumer = test.consume("q", 1);
    test.publisher().publishAndWait(message("amq.fanout", "key", "m"));
    consumer.subscription().reject(Offsets.of(consumer.next().offset()));

    Message letter = test.consume("letters", 1).next().message();

    assertThat(letter.exchange()).isEqualTo("amq.direct");
    assertThat(letter.routingKey()).isEqualTo("dead");
    assertThat(text(letter, "x-first-death-queue")).isEqualTo("q");
    assertThat(text(letter, "x-first-death-reason")).isEqualTo("rejected");
    assertThat(text(letter, "x-first-death-exchange")).isEqualTo("amq.fanout");
    Headers death = deaths(letter).get(0);
    assertThat(death.get("count")).isEqualTo(HeaderValue.of(1L));
    assertThat(death.get("queue")).isEqualTo(HeaderValue.of("q"));
    assertThat(death.get("reason")).isEqualTo(HeaderValue.of("rejected"));
    assertThat(death.get("exchange")).isEqualTo(HeaderValue.of("amq.fanout"));
    assertThat(death.get("routing-keys")).isEqualTo(new Sequence(List.of(HeaderValue.of("key"))));
    await().until(() -> test.facts("q").departing() == 0);
    assertThat(test.facts("q").bytes()).isZero();
  }

  @Test
  void anExpiredMessageKeepsItsExpirationInTheHistoryOnly() {
    test.declare("q", arguments("x-dead-letter-exchange", ""));
    test.declare("elsewhere");
    Message mortal =
        new Message(
            "", "q", Properties.builder().expirationMillis(30_000).build(), "m".getBytes(UTF_8));
    test.publisher().publishAndWait(mortal);
    test.declare("q", arguments("x-dead-letter-exchange", ""));
    // Its own routing key would lead it back into the queue: a cycle without any rejection.
    test.advance(Duration.ofSeconds(31));

    await().until(() -> test.facts("q").ready() == 0 && test.facts("q").departing() == 0);
    assertThat(test.host.unroutable()).containsEntry("", 1L);

    test.declare(
        "q2", arguments("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "elsewhere"));
    test.publisher().publishAndWait(mortal.withDestination("", "q2"));
    test.advance(Duration.ofSeconds(31));
    Message letter = test.consume("elsewhere", 1).next().message();
    assertThat(letter.properties().expirationMillisOr(-1)).isEqualTo(-1);
    assertThat(deaths(letter).get(0).get("original-expiration")).isEqualTo(HeaderValue.of("30000"));
  }

  @Test
  void aRoundThatAClientRejectedIsNoCycle() {
    test.declare(
        "work", arguments("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "wait"));
    test.declare(
        "wait",
        arguments(
            "x-message-ttl",
            10,
            "x-dead-letter-exchange",
            "",
            "x-dead-letter-routing-key",
            "work"));
    TestConsumer consumer = test.consume("work", 1);
    test.publisher().publishAndWait(message("", "work", "m"));

    for (int round = 0; round < 3; round++) {
      consumer.subscription().reject(Offsets.of(consumer.next().offset()));
    }

    Received again = consumer.next();
    assertThat(deaths(again.message())).hasSize(2);
    assertThat(deaths(again.message()).get(0).get("reason")).isEqualTo(HeaderValue.of("expired"));
    assertThat(deaths(again.message()).get(1).get("count")).isEqualTo(HeaderValue.of(3L));
  }

  @Test
  void aMessageThatFailsTooOftenGoesToAQueueOfItsOwnWhereNothingIsConfigured() {
    test.declare("q", arguments("x-delivery-limit", 2));
    TestConsumer consumer = test.consume("q", 1);
    test.publisher().publishAndWait(message("", "q", "poison"));

    for (int attempt = 0; attempt <= 2; attempt++) {
      Received received = consumer.next();
      assertThat(received.deliveryCount()).isEqualTo(attempt);
      consumer.subscription().giveBack(Offsets.of(received.offset()), true);
    }

    await().until(() -> test.host.queues().size() == 2);
    Received letter = test.consume("q.dlq", 1).next();
    assertThat(letter.body()).isEqualTo("poison");
    assertThat(text(letter.message(), "x-first-death-reason")).isEqualTo("delivery_limit");
    await().until(() -> test.facts("q").departing() == 0);
  }

  @Test
  void aQueueThatTheBrokerNamedHasAQueueForItsDeadLettersToo() {
    String queue = test.declare("", arguments("x-delivery-limit", 0)).definition().name();

    fail(queue);

    await().until(() -> test.host.queues().size() == 2);
    assertThat(test.consume(queue + ".dlq", 1).next().body()).isEqualTo("poison");
    await().until(() -> test.facts(queue).departing() == 0);
  }

  @Test
  void aDeadLetterThatThereCanBeNoQueueForCountsAsUnroutable() {
    String queue = "q".repeat(255);
    test.declare(queue, arguments("x-delivery-limit", 0));

    fail(queue);

    await().until(() -> test.facts(queue).departing() == 0);
    assertThat(test.host.unroutable()).containsExactly(Map.entry("", 1L));
    assertThat(test.host.queues()).hasSize(1);
  }

  @Test
  void aDeadLetterIsKeptUntilItIsKnownWhetherThereIsAQueueForIt() throws InterruptedException {
    test.declare(QueueDefinition.durable("q").withArguments(arguments("x-delivery-limit", 0)));
    test.journals.failing = "definitions";
    fail("q");
    await().until(() -> test.facts("q").departing() == 1);

    test.journals.failing = "\0";
    test = test.killed();

    await().until(() -> test.host.queues().size() == 2);
    assertThat(test.consume("q.dlq", 1).next().body()).isEqualTo("poison");
  }

  @Test
  void aDeadLetterForAnExchangeThatIsNotThereIsCounted() {
    test.declare("q", arguments("x-dead-letter-exchange", "gone", "x-delivery-limit", 0));

    fail("q");

    await().until(() -> test.facts("q").departing() == 0);
    assertThat(test.host.unroutable()).containsExactly(Map.entry("gone", 1L));
  }

  @Test
  void whatExpiresWhereNothingIsConfiguredIsGone() {
    test.declare("q", arguments("x-message-ttl", 30_000));
    test.publisher().publishAndWait(message("", "q", "m"));

    test.advance(Duration.ofSeconds(31));

    await().until(() -> test.facts("q").ready() == 0);
    assertThat(test.facts("q").bytes()).isZero();
    assertThat(test.host.queues()).hasSize(1);
  }

  /** One message fails once in a queue. */
  private void fail(String queue) {
    test.publisher().publishAndWait(persistent("", queue, "poison"));
    TestConsumer consumer = test.consume(queue, 1);
    consumer.subscription().giveBack(Offsets.of(consumer.next().offset()), true);
  }

  private static String text(Message message, String header) {
    return String.valueOf(message.headers().get(header));
  }

  private static List<Headers> deaths(Message message) {
    Sequence history = (Sequence) message.headers().get("x-death");
    return history.values().stream().map(value -> ((Table) value).headers()).toList();
  }
}
