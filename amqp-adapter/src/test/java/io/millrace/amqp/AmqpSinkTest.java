package io.millrace.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import io.millrace.amqp.topology.QueueDeclaration;
import io.millrace.amqp.topology.Topology;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.testkit.rabbitmq.RabbitExtension;
import io.millrace.testkit.rabbitmq.RabbitServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(120)
@ExtendWith(RabbitExtension.class)
class AmqpSinkTest {
  private final RabbitServer rabbit;
  private final String name = "out-" + UUID.randomUUID();
  private BrokerQueues queues;

  AmqpSinkTest(RabbitServer rabbit) {
    this.rabbit = rabbit;
  }

  @BeforeEach
  void connect() throws Exception {
    queues = new BrokerQueues(rabbit.uri());
    queues.declare(name, Map.of());
  }

  @AfterEach
  void disconnect() throws Exception {
    queues.close();
  }

  private AmqpSinkBuilder<String> sink() {
    return AmqpSink.builder(AmqpPayload.text()).address(rabbit.uri());
  }

  private static List<Message<String>> messages(int count) {
    return IntStream.range(0, count).mapToObj(i -> Message.of("m" + i)).toList();
  }

  @Test
  void keepsTheOrderOfAPushAndHasItSafeWhenItReturns() throws Exception {
    try (AmqpSink<String> sink = sink().queue(name).build()) {
      sink.push(messages(5_000));

      List<GetResponse> all = queues.drain(name);
      assertThat(all).hasSize(5_000);
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).getBody()).asString().isEqualTo("m" + i);
        assertThat(all.get(i).getProps().getDeliveryMode()).isEqualTo(2);
      }
      assertThat(sink.notReady()).isEmpty();
    }
  }

  @Test
  void takesPushesOfSeveralThreadsThroughASmallWindow() throws Exception {
    try (AmqpSink<String> sink = sink().queue(name).window(16).build()) {
      List<CompletableFuture<Void>> pushes =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      CompletableFuture.runAsync(
                          () -> {
                            try {
                              sink.push(messages(500));
                            } catch (PushException | InterruptedException e) {
                              throw new IllegalStateException(e);
                            }
                          }))
              .toList();
      pushes.forEach(CompletableFuture::join);

      assertThat(queues.drain(name)).hasSize(4_000);
    }
  }

  @Test
  void namesTheMessagesThatNoQueueGets() throws Exception {
    try (AmqpSink<String> sink =
        sink()
            .exchange("amq.direct")
            .routingKeyOf(message -> message.payload().endsWith("1") ? "nowhere" : name)
            .topology(Topology.NONE)
            .build()) {
      queues.bind(name, "amq.direct", name);
      PushException failure =
          catchThrowableOfType(PushException.class, () -> sink.push(messages(12)));

      assertThat(failure.failed().stream()).containsExactly(1, 11);
      assertThat(failure).hasMessageContaining("NO_ROUTE").hasMessageContaining("nowhere");
      assertThat(sink.notReady()).isPresent();
      assertThat(queues.drain(name)).hasSize(10);
    }
  }

  @Test
  void letsGoWhatNoQueueGetsWhereThatIsWanted() throws Exception {
    try (AmqpSink<String> sink =
        sink().exchange("amq.direct").routingKey("nowhere").mandatory(false).build()) {
      sink.push(messages(3));

      assertThat(sink.notReady()).isEmpty();
    }
  }

  @Test
  void failsWhatAFullQueueRefuses() throws Exception {
    String full = name + ".full";
    Topology topology =
        Topology.NONE.with(
            QueueDeclaration.of(full).with("x-max-length", 3).with("x-overflow", "reject-publish"));
    try (AmqpSink<String> sink = sink().queue(full).topology(topology).build()) {
      PushException failure =
          catchThrowableOfType(PushException.class, () -> sink.push(messages(20)));

      assertThat(failure).hasMessageContaining("refused");
      assertThat(queues.ready(full)).isEqualTo(20 - failure.failed().cardinality());
    }
  }

  @Test
  void failsOnlyTheMessageThatCannotBeWritten() throws Exception {
    Message<String> tooMuch =
        Message.builder("big").headers(Headers.of("h", "x".repeat(200_000))).build();
    try (AmqpSink<String> sink = sink().queue(name).build()) {
      PushException failure =
          catchThrowableOfType(
              PushException.class,
              () -> sink.push(List.of(Message.of("a"), tooMuch, Message.of("b"))));
      assertThat(failure.failed().stream()).containsExactly(1);

      sink.push(messages(10));
      assertThat(queues.drain(name)).hasSize(12);
    }
  }

  @Test
  void saysWhyItIsNotReadyWhileThereIsNoBrokerAndGoesOnByItself() throws Exception {
    try (RabbitServer own = RabbitServer.builder().build();
        AmqpSink<String> sink =
            AmqpSink.builder(AmqpPayload.text())
                .address(own.uri())
                .queue("late")
                .topology(Topology.NONE.with(QueueDeclaration.of("late")))
                .build()) {
      PushException failure =
          catchThrowableOfType(PushException.class, () -> sink.push(messages(3)));
      assertThat(failure.failed().cardinality()).isEqualTo(3);
      assertThat(sink.notReady().orElse("")).contains(String.valueOf(own.port()));

      own.start();
      sink.push(messages(3));
      assertThat(sink.notReady()).isEmpty();
      own.stop();
      assertThatThrownBy(() -> sink.push(messages(1))).isInstanceOf(PushException.class);
      own.start();
      sink.push(messages(2));
      try (BrokerQueues there = new BrokerQueues(own.uri())) {
        assertThat(there.drain("late")).hasSize(5);
      }
    }
  }

  @Test
  void failsWhileTheBrokerTakesNothingAndSaysWhy() throws Exception {
    try (AmqpSink<String> sink =
        sink().location(at -> at.timeout(Duration.ofSeconds(2))).queue(name).build()) {
      sink.push(messages(1));
      rabbit.command("set_vm_memory_high_watermark", "absolute", "1MB");
      try {
        await().atMost(Duration.ofSeconds(60)).until(() -> isBlocked(sink));
      } finally {
        rabbit.command("set_vm_memory_high_watermark", "0.4");
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> takes(sink));
      assertThat(sink.notReady()).isEmpty();
    }
  }

  private static boolean isBlocked(AmqpSink<String> sink) throws InterruptedException {
    return !takes(sink) && sink.notReady().orElse("").contains("memory");
  }

  private static boolean takes(AmqpSink<String> sink) throws InterruptedException {
    try {
      sink.push(messages(1));
      return true;
    } catch (PushException e) {
      return false;
    }
  }

  @Test
  void saysWhatIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AmqpSink.builder(AmqpPayload.text()).address("b1").build())
        .withMessageContaining("queue or an exchange");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sink().queue("q").exchange("x").build())
        .withMessageContaining("not both");
  }
}
