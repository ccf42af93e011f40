package io.millrace.daemon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.testkit.rabbitmq.RabbitExtension;
import io.millrace.testkit.rabbitmq.RabbitServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline of a daemon between the queues of a real RabbitMQ. */
@Timeout(120)
@ExtendWith(RabbitExtension.class)
class AmqpRunTest {
  private final RabbitServer rabbit;
  private final String name = "run-" + UUID.randomUUID();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final CompletableFuture<IntConsumer> stop = new CompletableFuture<>();
  private Connection connection;
  private Channel channel;

  @TempDir private Path directory;

  AmqpRunTest(RabbitServer rabbit) {
    this.rabbit = rabbit;
  }

  @BeforeEach
  void connect() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(rabbit.uri());
    connection = factory.newConnection();
    channel = connection.createChannel();
  }

  @AfterEach
  void disconnect() {
    connection.abort();
  }

  @Test
  void declaresItsQueuesCopiesMessagesAndKeepsDeadLetters() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("millrace.yaml"),
            """
            admin: { port: 0 }
            state: { dir: %s }
            pipelines:
              - name: copy
                source: { amqp: { brokers: "%s", queue: %s, declare: { type: classic } } }
                sink: { amqp: { queue: %s.copies, declare: {} } }
              - name: fails
                source: { amqp: { brokers: "%s", queue: %s.bad, declare: {} } }
                consumers: 1
                handler: { exec: { command: [sh, -c, 'while read -r l; do echo "dead no $l"; done'] } }
                dead-letter: amqp
            """
                .formatted(
                    directory.resolve("state"), rabbit.uri(), name, name, rabbit.uri(), name));
    PrintStream out = new PrintStream(said, true, UTF_8);
    CommandContext context =
        new CommandContext(Map.of(), out, out, (onStop, onReload) -> stop.complete(onStop));
    CompletableFuture<Integer> run =
        CompletableFuture.supplyAsync(() -> Main.execute(context, "run", file.toString()));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> rabbit.command("list_queues", "name").contains(name + ".bad"));
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .correlationId("c-7")
            .headers(Map.of("traceparent", "00-1-2-01"))
            .build();
    channel.basicPublish("", name, properties, "hello".getBytes(UTF_8));
    channel.basicPublish("", name + ".bad", null, "job".getBytes(UTF_8));

    GetResponse copy = take(name + ".copies");
    GetResponse letter = take(name + ".bad.dead");
    stop.get(60, TimeUnit.SECONDS).accept(Signals.TERMINATE);

    assertThat(run.get(60, TimeUnit.SECONDS)).as(said.toString(UTF_8)).isZero();
    assertThat(copy.getBody()).asString().isEqualTo("hello");
    assertThat(copy.getProps().getCorrelationId()).isEqualTo("c-7");
    assertThat(copy.getProps().getHeaders().get("traceparent")).hasToString("00-1-2-01");
    assertThat(letter.getBody()).asString().isEqualTo("job");
    assertThat(letter.getProps().getHeaders().get(DeadLetterHeaders.REASON))
        .asString()
        .contains("no job");
  }

  private GetResponse take(String queue) {
    List<GetResponse> taken = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              GetResponse next = channel.basicGet(queue, true);
              return next != null && taken.add(next);
            });
    return taken.get(0);
  }
}
