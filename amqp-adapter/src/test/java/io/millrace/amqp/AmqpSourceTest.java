package io.millrace.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import io.millrace.amqp.header.AmqpHeaders;
import io.millrace.amqp.topology.BindingDeclaration;
import io.millrace.amqp.topology.ExchangeDeclaration;
import io.millrace.amqp.topology.QueueDeclaration;
import io.millrace.amqp.topology.Topology;
import io.millrace.queue.Concurrency;
import io.millrace.queue.Consumer;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.DrainReport;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Pusher;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.testkit.rabbitmq.RabbitExtension;
import io.millrace.testkit.rabbitmq.RabbitServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(120)
@ExtendWith(RabbitExtension.class)
class AmqpSourceTest {
  private final RabbitServer rabbit;
  private final String name = "jobs-" + UUID.randomUUID();
  private final List<Message<String>> handled = new CopyOnWriteArrayList<>();
  private BrokerQueues queues;

  AmqpSourceTest(RabbitServer rabbit) {
    this.rabbit = rabbit;
  }

  @BeforeEach
  void connect() throws Exception {
    queues = new BrokerQueues(rabbit.uri());
  }

  @AfterEach
  void disconnect() throws Exception {
    queues.close();
  }

  private AmqpSourceBuilder<String> source() {
    return AmqpSource.builder(AmqpPayload.text()).address(rabbit.uri()).queue(name);
  }

  private QueueBuilder<String> queue(AmqpSource<String> source, Consumer<String> handler) {
    return Queue.<String>builder("jobs")
        .producers(1, source)
        .concurrency(Concurrency.fixed(2))
        .consumers(ConsumerFactory.shared(handler));
  }

  private Outcome take(Message<String> message) {
    handled.add(message);
    return Outcome.ack();
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60));
  }

  @Test
  void declaresWhatItIsToReadAndHowItIsReached() throws Exception {
    String exchange = "events-" + name;
    AmqpSource<String> source =
        source()
            .topology(
                Topology.NONE
                    .with(ExchangeDeclaration.of(exchange, "topic"))
                    .with(QueueDeclaration.of(name).with("x-max-length", 100))
                    .with(BindingDeclaration.of(exchange, name, "orders.#")))
            .routingKeyAsKey()
            .build();
    try (Queue<String> queue = queue(source, this::take).build();
        AmqpSink<String> sink =
            AmqpSink.builder(AmqpPayload.text())
                .address(rabbit.uri())
                .exchange(exchange)
                .routingKey("orders.new")
                .build()) {
      queue.start();
      patiently().until(() -> queues.exists(name));
      patiently().until(() -> source.notReady().isEmpty());
      sink.push(List.of(Message.of("hello")));

      patiently().until(() -> handled.size() == 1);
      assertThat(handled.get(0).payload()).isEqualTo("hello");
      assertThat(handled.get(0).key()).contains("orders.new");
      assertThat(handled.get(0).headers().get(AmqpHeaders.EXCHANGE)).contains(exchange);
    }
  }

  @Test
  void isNotReadyWhileThereIsNoQueueAndReadyOnceThereIs() throws Exception {
    AmqpSource<String> source = source().build();
    try (Queue<String> queue = queue(source, this::take).build()) {
      queue.start();
      patiently()
          .untilAsserted(
              () -> assertThat(source.notReady().orElse("")).contains("NOT_FOUND", name));

      queues.declare(name, Map.of());
      queues.publish(name, "late");

      patiently().until(() -> handled.size() == 1);
      assertThat(source.notReady()).isEmpty();
    }
  }

  @Test
  void comesBackToAQueueThatWasDeletedUnderIt() throws Exception {
    AmqpSource<String> source =
        source().topology(Topology.NONE.with(QueueDeclaration.of(name))).build();
    try (Queue<String> queue = queue(source, this::take).build()) {
      queue.start();
      patiently().until(() -> source.notReady().isEmpty() && queues.exists(name));
      queues.delete(name);

      patiently().until(() -> queues.exists(name));
      queues.publish(name, "again");
      patiently().until(() -> handled.size() == 1);
    }
  }

  @Test
  void dropsTheResultOfAHandlerWhoseConnectionIsGoneAndHandlesTheMessageAgain() throws Exception {
    queues.declare(name, Map.of());
    queues.publish(name, "slow");
    CountDownLatch release = new CountDownLatch(1);
    AmqpSource<String> source = source().build();
    try (Queue<String> queue =
        queue(
                source,
                message -> {
                  handled.add(message);
                  if (handled.size() == 1) {
                    release.await();
                  }
                  return Outcome.ack();
                })
            .build()) {
      queue.start();
      patiently().until(() -> handled.size() == 1);
      rabbit.command("close_all_connections", "for a test");

      patiently().until(() -> handled.size() == 2);
      assertThat(handled.get(1).headers().get(AmqpHeaders.REDELIVERED)).contains("true");
      assertThat(handled.get(1).attempt()).as("a lost connection is no failed attempt").isOne();
      release.countDown();
      DrainReport report = queue.stop(Duration.ofSeconds(20));
      assertThat(report.acked()).isEqualTo(2);
      assertThat(report.lost()).isZero();
    }
    try (BrokerQueues after = new BrokerQueues(rabbit.uri())) {
      assertThat(after.ready(name)).isZero();
    }
  }

  @Test
  void noticesThatTheBrokerHasFallenSilentAndComesBackWhenItSpeaksAgain() throws Exception {
    queues.declare(name, Map.of());
    AmqpSource<String> source =
        source()
            .location(at -> at.heartbeat(Duration.ofSeconds(1)).timeout(Duration.ofSeconds(2)))
            .build();
    try (Queue<String> queue = queue(source, this::take).build()) {
      queue.start();
      patiently().until(() -> source.notReady().isEmpty());
      rabbit.pause();
      try {
        patiently().until(() -> source.notReady().isPresent());
      } finally {
        rabbit.resume();
      }
      patiently().until(() -> source.notReady().isEmpty());
      queues.publish(name, "after");

      patiently().until(() -> handled.size() == 1);
    }
  }

  @Test
  void goesOnAfterTheBrokerHasClosedTheChannelOfASlowHandler() throws Exception {
    try (RabbitServer impatient =
        RabbitServer.builder().consumerTimeout(Duration.ofSeconds(2)).build()) {
      impatient.start();
      CountDownLatch release = new CountDownLatch(1);
      AmqpSource<String> source =
          AmqpSource.builder(AmqpPayload.text())
              .address(impatient.uri())
              .queue(name)
              .topology(Topology.NONE.with(QueueDeclaration.of(name)))
              .build();
      try (Queue<String> queue =
              queue(
                      source,
                      message -> {
                        boolean isFirst = handled.isEmpty();
                        handled.add(message);
                        if (isFirst) {
                          release.await();
                        }
                        return Outcome.ack();
                      })
                  .build();
          AmqpSink<String> sink =
              AmqpSink.builder(AmqpPayload.text())
                  .address(impatient.uri())
                  .queue(name)
                  .topology(Topology.NONE.with(QueueDeclaration.of(name)))
                  .build()) {
        queue.start();
        sink.push(List.of(Message.of("slow")));
        patiently().until(() -> handled.size() == 2); // it came again
        sink.push(List.of(Message.of("next")));
        patiently().until(() -> handled.size() == 3);
        assertThat(source.notReady()).isEmpty();
        release.countDown();
        assertThat(queue.stop(Duration.ofSeconds(20)).lost()).isZero();
      }
    }
  }

  @Test
  void leavesToOthersWhatTheEngineHasNoRoomFor() throws Exception {
    queues.declare(name, Map.of());
    for (int i = 0; i < 500; i++) {
      queues.publish(name, "m" + i);
    }
    CountDownLatch release = new CountDownLatch(1);
    AmqpSource<String> source = source().build();
    try (Queue<String> queue =
        queue(
                source,
                message -> {
                  handled.add(message);
                  release.await();
                  return Outcome.ack();
                })
            .bufferMessages(8)
            .build()) {
      queue.start();
      patiently().until(() -> handled.size() == 2);
      await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(60))
          .until(() -> queues.ready(name) > 450);
      release.countDown();

      patiently().until(() -> handled.size() == 500);
    }
    assertThat(queues.ready(name)).isZero();
  }

  @Test
  void setsAsideWhatIsNoPayloadWithTheReason() throws Exception {
    queues.declare(name, Map.of());
    List<Message<byte[]>> letters = new CopyOnWriteArrayList<>();
    Pusher<byte[]> desk =
        new Pusher<>() {
          @Override
          public String name() {
            return "desk";
          }

          @Override
          public void push(List<Message<byte[]>> messages) {
            letters.addAll(messages);
          }
        };
    AmqpSource<String> source =
        AmqpSource.builder(new Fussy()).address(rabbit.uri()).queue(name).onPoison(desk).build();
    try (Queue<String> queue = queue(source, this::take).build()) {
      queue.start();
      queues.publish(name, "bad");
      queues.publish(name, "good");

      patiently().until(() -> handled.size() == 1 && letters.size() == 1);
      assertThat(letters.get(0).headers().get(DeadLetterHeaders.EXCEPTION).orElse(""))
          .contains("fussy");
      assertThat(source.notReady()).isEmpty();
    }
    assertThat(queues.ready(name)).isZero();
  }

  @Test
  void keepsWhatIsNoPayloadWhereNobodyTakesItAndSaysSo() throws Exception {
    queues.declare(name, Map.of());
    AmqpSource<String> source =
        AmqpSource.builder(new Fussy()).address(rabbit.uri()).queue(name).build();
    try (Queue<String> queue = queue(source, this::take).build()) {
      queue.start();
      queues.publish(name, "bad");

      patiently()
          .untilAsserted(
              () -> assertThat(source.notReady().orElse("")).contains("no payload", name));
    }
    patiently().until(() -> queues.ready(name) == 1);
  }

  /** Refuses one text, on whatever thread it is asked. */
  private static final class Fussy implements AmqpPayload<String> {
    @Override
    public String decode(byte[] body) throws Exception {
      String text = AmqpPayload.text().decode(body);
      if (text.equals("bad")) {
        throw new IllegalArgumentException("fussy about " + text);
      }
      return text;
    }

    @Override
    public byte[] encode(String payload) throws Exception {
      return AmqpPayload.text().encode(payload);
    }
  }

  @Test
  void givesWhatAHandlerRejectsToTheDeadLetterExchangeOfTheQueue() throws Exception {
    queues.declare(name + ".refused", Map.of());
    queues.declare(
        name, Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", name + ".refused"));
    try (Queue<String> queue =
        queue(source().build(), message -> Outcome.reject("not for us")).build()) {
      queue.start();
      queues.publish(name, "unwanted");

      patiently().until(() -> queues.ready(name + ".refused") == 1);
    }
    List<GetResponse> refused = queues.drain(name + ".refused");
    assertThat(refused.get(0).getBody()).asString().isEqualTo("unwanted");
  }

  @Test
  void runsNothingOfItsUsersOnAThreadOfTheClient() throws Exception {
    queues.declare(name, Map.of());
    queues.publish(name, "x");
    List<String> threads = new CopyOnWriteArrayList<>();
    AmqpSource<String> source =
        source()
            .keyOf(
                message -> {
                  threads.add(Thread.currentThread().getName());
                  return message.key();
                })
            .build();
    try (Queue<String> queue =
        queue(
                source,
                message -> {
                  threads.add(Thread.currentThread().getName());
                  return take(message);
                })
            .build()) {
      queue.start();
      patiently().until(() -> handled.size() == 1);
      assertThat(clientThreads()).isNotEmpty();
    }
    assertThat(threads).hasSize(2).noneMatch(AmqpSourceTest::isOfTheClient);
    patiently().until(() -> clientThreads().isEmpty());
  }

  private static List<String> clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(each -> each.startsWith("millrace-amqp-"))
        .toList();
  }

  private static boolean isOfTheClient(String thread) {
    return thread.startsWith("millrace-amqp-") || thread.startsWith("AMQP Connection");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AmqpSource.builder(AmqpPayload.text()).address("b1").build())
        .withMessageContaining("queue");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AmqpSource.builder(AmqpPayload.text()).queue("q").build())
        .withMessageContaining("broker");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AmqpSource.builder(AmqpPayload.text()).prefetch(0));
  }
}
