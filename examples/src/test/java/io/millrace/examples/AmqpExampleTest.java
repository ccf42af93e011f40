package io.millrace.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.millrace.testkit.rabbitmq.RabbitExtension;
import io.millrace.testkit.rabbitmq.RabbitServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code examples/config/amqp.yaml} says in its comment, with a real server and processes. */
@Timeout(120)
@ExtendWith(RabbitExtension.class)
class AmqpExampleTest {
  @TempDir private Path directory;

  @Test
  void handlesWhatAnybodyPublishesAndKeepsWhatIsGivenUp(RabbitServer rabbit) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(rabbit.uri());
    Process daemon = start(rabbit);
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> rabbit.command("list_consumers", "queue_name").contains("orders"));
      for (int i = 0; i < 20; i++) {
        String order = i == 7 ? "{\"customer\":1,\"is\":\"bad\"}" : "{\"customer\":" + i % 3 + "}";
        channel.basicPublish("shop", "orders.new", null, order.getBytes(UTF_8));
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  rabbit
                      .command("list_queues", "name", "messages")
                      .lines()
                      .anyMatch(line -> line.matches("orders.dead\\s+1")));
      daemon.destroy();
      assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(daemon.exitValue()).isZero();
      assertThat(channel.messageCount("orders")).isZero();
      GetResponse letter = channel.basicGet("orders.dead", true);
      assertThat(letter.getBody()).asString().contains("bad");
      assertThat(letter.getProps().getHeaders().get("millrace-dead-letter-reason"))
          .asString()
          .contains("closed");
    } finally {
      daemon.destroy();
    }
  }

  private Process start(RabbitServer rabbit) throws IOException {
    return ExampleDaemon.start(
        "amqp", directory.resolve("state"), "AMQP", rabbit.host() + ":" + rabbit.port());
  }
}
