package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.arguments;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.HeaderValue.Sequence;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.vhost.TestConsumer.Received;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CopyKeysTest {
  private final TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void copiesGoToTheQueuesOfTheAddedKeysAndNobodySeesTheBlindOnes() {
    Stream.of("to", "copy", "blind").forEach(test::declare);

    TestPublisher publisher = test.publisher();
    publisher.publishAndWait(
        message("", "to", headers("CC", texts("copy", "to")).with("BCC", texts("blind", "gone"))));

    assertThat(publisher.confirmed).containsExactly(1L);
    for (String queue : List.of("to", "copy", "blind")) {
      assertThat(test.facts(queue).ready()).as(queue).isEqualTo(1);
      Message kept = test.consume(queue, 1).next().message();
      assertThat(kept.routingKey()).isEqualTo("to");
      assertThat(kept.headers()).isEqualTo(headers("CC", texts("copy", "to")));
    }
  }

  @Test
  void aMessageIsRoutableIfOneOfItsKeysIs() {
    test.declare("copy");
    test.bind("amq.direct", "copy", "c");

    assertThat(test.publisher().publish(message("amq.direct", "b", headers("CC", texts("c")))))
        .isEqualTo(PublishOutcome.ROUTED);
    assertThat(test.publisher().publish(message("amq.direct", "b", headers("CC", texts("d")))))
        .isEqualTo(PublishOutcome.UNROUTABLE);
  }

  @Test
  void addedKeysThatAreNoListOfTextsAreRefused() {
    test.declare("q");

    TestPublisher publisher = test.publisher();

    assertThat(publisher.publish(message("", "q", Headers.of("CC", "copy"))))
        .isEqualTo(PublishOutcome.INVALID_COPY_KEYS);
    assertThat(
            publisher.publish(
                message("", "q", headers("BCC", new Sequence(List.of(HeaderValue.of(1)))))))
        .isEqualTo(PublishOutcome.INVALID_COPY_KEYS);
    assertThat(publisher.open).isEmpty();
    assertThat(test.facts("q").ready()).isZero();
  }

  @Test
  void aDeadLetterGoesByAllKeysUnlessItsQueueSaysWhichKey() {
    test.declare("all", arguments("x-dead-letter-exchange", "amq.direct"));
    test.declare(
        "one",
        arguments("x-dead-letter-exchange", "amq.direct", "x-dead-letter-routing-key", "fixed"));
    Stream.of("copies", "fixed")
        .forEach(
            queue -> {
              test.declare(queue);
              test.bind("amq.direct", queue, queue);
            });
    TestConsumer all = test.consume("all", 1);
    TestConsumer one = test.consume("one", 1);

    test.publisher().publishAndWait(message("", "all", headers("CC", texts("copies"))));
    reject(all);
    Message copy = test.consume("copies", 1).next().message();
    test.publisher().publishAndWait(message("", "one", headers("CC", texts("other"))));
    reject(one);
    Message letter = test.consume("fixed", 1).next().message();

    assertThat(copy.headers().get("CC")).isEqualTo(texts("copies"));
    assertThat(letter.headers().get("CC")).isNull();
    assertThat(
            letter.headers().get("x-death") instanceof Sequence deaths
                && deaths.values().get(0) instanceof HeaderValue.Table death
                && texts("one", "other").equals(death.headers().get("routing-keys")))
        .isTrue();
  }

  private static void reject(TestConsumer consumer) {
    Received next = consumer.next();
    consumer.subscription().reject(Offsets.of(next.offset()));
  }

  private static Headers headers(String name, HeaderValue value) {
    return Headers.builder().put(name, value).build();
  }

  private static HeaderValue texts(String... texts) {
    return new Sequence(Stream.of(texts).map(HeaderValue::of).toList());
  }

  private static Message message(String exchange, String key, Headers headers) {
    return new Message(
        exchange, key, Properties.builder().headers(headers).build(), "m".getBytes(UTF_8));
  }
}
