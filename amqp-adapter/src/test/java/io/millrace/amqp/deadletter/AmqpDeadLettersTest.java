package io.millrace.amqp.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.millrace.amqp.AmqpPayload;
import io.millrace.amqp.AmqpSink;
import io.millrace.amqp.connection.Trouble;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.RedriveReport;
import io.millrace.queue.redrive.Selection;
import io.millrace.testkit.rabbitmq.RabbitExtension;
import io.millrace.testkit.rabbitmq.RabbitServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dead letters in a queue of RabbitMQ. */
@Timeout(120)
@ExtendWith(RabbitExtension.class)
class AmqpDeadLettersTest {
  private final RabbitServer rabbit;
  private final String origin = "orders-" + UUID.randomUUID();
  private final String dead = origin + ".dead";
  private Connection connection;
  private Channel channel;

  AmqpDeadLettersTest(RabbitServer rabbit) {
    this.rabbit = rabbit;
  }

  @BeforeEach
  void declare() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(rabbit.uri());
    connection = factory.newConnection("test");
    channel = connection.createChannel();
    channel.queueDeclare(dead, true, false, false, Map.of());
    channel.queueDeclare(
        origin,
        true,
        false,
        false,
        Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead));
  }

  @AfterEach
  void disconnect() throws IOException {
    connection.close();
  }

  @Test
  void showsThemInTheirOrderAndLeavesThemThere() throws Exception {
    giveUp(origin, 3);
    for (int time = 0; time < 25; time++) {
      assertThat(all()).extracting(DeadLetter::reason).containsExactly("no 0", "no 1", "no 2");
    }
    assertThat(drain(dead)).containsExactly("m0", "m1", "m2");
  }

  @Test
  void callsEachTheSameHoweverOftenItIsShown() throws Exception {
    giveUp(origin, 2);
    List<DeadLetter> first = all();
    assertThat(first.get(0).id()).isNotEqualTo(first.get(1).id());
    assertThat(all())
        .extracting(DeadLetter::id)
        .isEqualTo(first.stream().map(DeadLetter::id).toList());
    try (DeadLetterStore letters = letters(dead)) {
      assertThat(letters.find(first.get(1).id()).orElseThrow().message().payload())
          .isEqualTo("m1".getBytes(UTF_8));
      assertThat(letters.find("none")).isEmpty();
    }
  }

  @Test
  void sendsBackWhatTheBrokerItselfHasGivenUp() throws Exception {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .contentType("text/plain")
            .headers(Map.of("tenant", "a"))
            .build();
    channel.basicPublish("", origin, properties, "no good".getBytes(UTF_8));
    GetResponse taken = await().until(() -> channel.basicGet(origin, false), got -> got != null);
    channel.basicReject(taken.getEnvelope().getDeliveryTag(), false);
    await().until(() -> channel.messageCount(dead) == 1);
    assertThat(all())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.origin()).isEqualTo(origin);
              assertThat(letter.reason()).isEqualTo("rejected");
            });

    try (DeadLetterStore letters = letters(dead)) {
      assertThat(letters.redrive(Selection.all()).redriven()).isEqualTo(1);
    }
    GetResponse back = await().until(() -> channel.basicGet(origin, true), got -> got != null);
    assertThat(back.getBody()).isEqualTo("no good".getBytes(UTF_8));
    assertThat(back.getProps().getContentType()).isEqualTo("text/plain");
    assertThat(back.getProps().getHeaders())
        .containsKeys("tenant", DeadLetterHeaders.REDRIVES)
        .doesNotContainKeys("x-death", "x-first-death-queue", DeadLetterHeaders.ORIGIN);
    assertThat(channel.messageCount(dead)).isZero();
  }

  @Test
  void leavesWhatCannotGoBack() throws Exception {
    channel.basicPublish("", dead, new AMQP.BasicProperties(), "of nowhere".getBytes(UTF_8));
    giveUp("no-such-queue", 1);
    giveUp(origin, 1);
    try (DeadLetterStore letters = letters(dead)) {
      RedriveReport report = letters.redrive(Selection.all());
      assertThat(report.redriven()).isEqualTo(1);
      assertThat(report.failure().orElseThrow())
          .hasMessageContaining("1 had to stay: it is not known where they came from");
    }
    assertThat(drain(origin)).hasSize(1);
    assertThat(drain(dead)).containsExactly("of nowhere", "m0");
  }

  @Test
  void walksBehindWhatIsUnderWayToOneConsumer() throws Exception {
    int count = 2_500;
    giveUp(origin, count);
    try (DeadLetterStore letters = letters(dead)) {
      RedriveReport counted =
          letters.drop(Selection.where(letter -> letter.reason().equals("no 2499")).dryRun(true));
      assertThat(counted.lookedAt()).isEqualTo(count);
      assertThat(counted.redriven()).isEqualTo(1);
      assertThat(
              letters.drop(Selection.where(letter -> !letter.reason().equals("no 1"))).redriven())
          .isEqualTo(count - 1);
    }
    assertThat(drain(dead)).containsExactly("m1");
  }

  @Test
  void doesNotFollowLettersThatComeBackAtOnce() throws Exception {
    giveUp(origin, 5);
    try (DeadLetterStore letters = letters(dead);
        AmqpSink<byte[]> failingAgain =
            AmqpSink.builder(AmqpPayload.bytes()).address(rabbit.uri()).queue(dead).build()) {
      assertThat(letters.redriveTo(failingAgain, Selection.all()).redriven()).isEqualTo(5);
    }
    assertThat(drain(dead)).hasSize(5);
  }

  @Test
  void endsThoughSomebodyElseTakesSomeMeanwhile() throws Exception {
    giveUp(origin, 3);
    List<DeadLetter> found = new ArrayList<>();
    channel.basicConsume(dead, false, (tag, delivery) -> {}, tag -> {});
    await().until(() -> channel.messageCount(dead) == 0);
    try (DeadLetterStore letters = letters(dead)) {
      letters.read(found::add);
    }
    assertThat(found).isEmpty();
  }

  @Test
  void tellsThatThereIsNoSuchQueue() throws Exception {
    try (DeadLetterStore letters = letters("no-such-queue")) {
      assertThatThrownBy(() -> letters.read(letter -> true))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no-such-queue")
          .matches(Trouble::isNotFound)
          .matches(failure -> !Trouble.isOfLogin(failure));
    }
    try (DeadLetterStore letters =
        AmqpDeadLetters.builder()
            .address(rabbit.uri())
            .location(broker -> broker.user("guest", "wrong"))
            .queue(dead)
            .build()) {
      assertThatThrownBy(() -> letters.read(letter -> true))
          .isInstanceOf(IOException.class)
          .matches(Trouble::isOfLogin);
    }
  }

  private DeadLetterStore letters(String queue) {
    return AmqpDeadLetters.builder()
        .address(rabbit.uri())
        .location(broker -> broker.timeout(Duration.ofSeconds(30)))
        .queue(queue)
        .build();
  }

  private List<DeadLetter> all() throws Exception {
    List<DeadLetter> all = new ArrayList<>();
    try (DeadLetterStore letters = letters(dead)) {
      letters.read(all::add);
    }
    return all;
  }

  private void giveUp(String from, int count) throws Exception {
    try (AmqpSink<byte[]> sink =
        AmqpSink.builder(AmqpPayload.bytes()).address(rabbit.uri()).queue(dead).build()) {
      sink.push(
          IntStream.range(0, count)
              .mapToObj(
                  i ->
                      Message.builder(("m" + i).getBytes(UTF_8))
                          .headers(
                              Headers.of(DeadLetterHeaders.ORIGIN, from)
                                  .with(DeadLetterHeaders.REASON, "no " + i))
                          .build())
              .toList());
    }
  }

  /** The bodies in a queue, taken out of it. */
  private List<String> drain(String queue) throws IOException {
    List<String> bodies = new ArrayList<>();
    for (GetResponse next = channel.basicGet(queue, true);
        next != null;
        next = channel.basicGet(queue, true)) {
      bodies.add(new String(next.getBody(), UTF_8));
    }
    return bodies;
  }
}
