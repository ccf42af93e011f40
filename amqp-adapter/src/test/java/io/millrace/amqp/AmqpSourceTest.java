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
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Pusher;
import io.millrace.queue.Queue;
import io.millrace.testkit.rabbitmq.RabbitExtension;
import io.millrace.testkit.rabbitmq.RabbitServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(120)
@ExtendWith(RabbitExtension.class)
class AmqpSourceTest {
  private final RabbitServer rabbit;

  private final ReadQueue jobs;

  AmqpSourceTest(RabbitServer rabbit) throws Exception {
    this.rabbit = rabbit;
    jobs = new ReadQueue(rabbit);
  }

  @AfterEach
  void disconnect() throws Exception {
    jobs.close();
  }

  @Test
  void declaresWhatItIsToReadAndHowItIsReached() throws Exception {
    String exchange = "events-" + jobs.name();
    AmqpSource<String> source =
        jobs.source()
            .topology(
                Topology.NONE
                    .with(ExchangeDeclaration.of(exchange, "topic"))
                    .with(QueueDeclaration.of(jobs.name()).with("x-max-length", 100))
                    .with(BindingDeclaration.of(exchange, jobs.name(), "orders.#")))
            .routingKeyAsKey()
            .build();
    try (Queue<String> queue = jobs.queue(source, jobs::take).build();
        AmqpSink<String> sink =
            AmqpSink.builder(AmqpPayload.text())
                .address(rabbit.uri())
                .exchange(exchange)
                .routingKey("orders.new")
                .build()) {
      queue.start();
      ReadQueue.patiently().until(() -> jobs.queues().exists(jobs.name()));
      ReadQueue.patiently().until(() -> source.notReady().isEmpty());
      sink.push(List.of(Message.of("hello")));

      ReadQueue.patiently().until(() -> jobs.handled().size() == 1);
      assertThat(jobs.handled().get(0).payload()).isEqualTo("hello");
      assertThat(jobs.handled().get(0).key()).contains("orders.new");
      assertThat(jobs.handled().get(0).headers().get(AmqpHeaders.EXCHANGE)).contains(exchange);
    }
  }

  @Test
  void leavesToOthersWhatTheEngineHasNoRoomFor() throws Exception {
    jobs.queues().declare(jobs.name(), Map.of());
    for (int i = 0; i < 500; i++) {
      jobs.queues().publish(jobs.name(), "m" + i);
    }
    CountDownLatch release = new CountDownLatch(1);
    AmqpSource<String> source = jobs.source().build();
    try (Queue<String> queue =
        jobs.queue(
                source,
                message -> {
                  jobs.handled().add(message);
                  release.await();
                  return Outcome.ack();
                })
            .bufferMessages(8)
            .build()) {
      queue.start();
      ReadQueue.patiently().until(() -> jobs.handled().size() == 2);
      await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(60))
          .until(() -> jobs.queues().ready(jobs.name()) > 450);
      release.countDown();

      ReadQueue.patiently().until(() -> jobs.handled().size() == 500);
    }
    assertThat(jobs.queues().ready(jobs.name())).isZero();
  }

  @Test
  void setsAsideWhatIsNoPayloadWithTheReason() throws Exception {
    jobs.queues().declare(jobs.name(), Map.of());
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
        AmqpSource.builder(new Fussy())
            .address(rabbit.uri())
            .queue(jobs.name())
            .onPoison(desk)
            .build();
    try (Queue<String> queue = jobs.queue(source, jobs::take).build()) {
      queue.start();
      jobs.queues().publish(jobs.name(), "bad");
      jobs.queues().publish(jobs.name(), "good");

      ReadQueue.patiently().until(() -> jobs.handled().size() == 1 && letters.size() == 1);
      assertThat(letters.get(0).headers().get(DeadLetterHeaders.EXCEPTION).orElse(""))
          .contains("fussy");
      assertThat(source.notReady()).isEmpty();
    }
    assertThat(jobs.queues().ready(jobs.name())).isZero();
  }

  @Test
  void keepsWhatIsNoPayloadWhereNobodyTakesItAndSaysSo() throws Exception {
    jobs.queues().declare(jobs.name(), Map.of());
    AmqpSource<String> source =
        AmqpSource.builder(new Fussy()).address(rabbit.uri()).queue(jobs.name()).build();
    try (Queue<String> queue = jobs.queue(source, jobs::take).build()) {
      queue.start();
      jobs.queues().publish(jobs.name(), "bad");

      ReadQueue.patiently()
          .untilAsserted(
              () -> assertThat(source.notReady().orElse("")).contains("no payload", jobs.name()));
    }
    ReadQueue.patiently().until(() -> jobs.queues().ready(jobs.name()) == 1);
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
    jobs.queues().declare(jobs.name() + ".refused", Map.of());
    jobs.queues()
        .declare(
            jobs.name(),
            Map.of(
                "x-dead-letter-exchange",
                "",
                "x-dead-letter-routing-key",
                jobs.name() + ".refused"));
    try (Queue<String> queue =
        jobs.queue(jobs.source().build(), message -> Outcome.reject("not for us")).build()) {
      queue.start();
      jobs.queues().publish(jobs.name(), "unwanted");

      ReadQueue.patiently().until(() -> jobs.queues().ready(jobs.name() + ".refused") == 1);
    }
    List<GetResponse> refused = jobs.queues().drain(jobs.name() + ".refused");
    assertThat(refused.get(0).getBody()).asString().isEqualTo("unwanted");
  }

  @Test
  void runsNothingOfItsUsersOnAThreadOfTheClient() throws Exception {
    jobs.queues().declare(jobs.name(), Map.of());
    jobs.queues().publish(jobs.name(), "x");
    List<String> threads = new CopyOnWriteArrayList<>();
    AmqpSource<String> source =
        jobs.source()
            .keyOf(
                message -> {
                  threads.add(Thread.currentThread().getName());
                  return message.key();
                })
            .build();
    try (Queue<String> queue =
        jobs.queue(
                source,
                message -> {
                  threads.add(Thread.currentThread().getName());
                  return jobs.take(message);
                })
            .build()) {
      queue.start();
      ReadQueue.patiently().until(() -> jobs.handled().size() == 1);
      assertThat(clientThreads()).isNotEmpty();
    }
    assertThat(threads).hasSize(2).noneMatch(AmqpSourceTest::isOfTheClient);
    ReadQueue.patiently().until(() -> clientThreads().isEmpty());
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
