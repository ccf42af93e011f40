package io.millrace.broker.protocol.amqp.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DeliverCallback;
import io.millrace.broker.vhost.HostSettings;
import io.millrace.broker.vhost.PublishLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publishers of a queue in memory that has no room for more. */
@Timeout(120)
class FullMemoryTest {
  private static final HostSettings ONE_MEBIBYTE =
      new HostSettings(HostSettings.DEFAULT.consumerTimeout(), 1 << 20, PublishLimits.DEFAULT);

  @Test
  void whoAsksForNoConfirmsLosesNothingAndOthersGoOn() throws Exception {
    int messages = 2_000; // of 8 KiB: 15 MiB, more than the queue and the channel take
    try (AmqpServer server = AmqpServer.start(settings -> settings.withHosts(ONE_MEBIBYTE))) {
      Channel consuming = server.connect().createChannel();
      consuming.queueDeclare("full", false, false, false, null);
      consuming.queueDeclare("other", false, false, false, null);
      Channel publishing = server.connect().createChannel();
      CompletableFuture<Void> published =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int n = 0; n < messages; n++) {
                    publishing.basicPublish(
                        "", "full", null, ByteBuffer.allocate(8 << 10).putInt(n).array());
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      await().until(() -> consuming.messageCount("full") > 100);
      Channel another = server.connect().createChannel();
      another.confirmSelect();
      another.basicPublish("", "other", null, new byte[1]);
      another.waitForConfirmsOrDie(30_000);

      List<Integer> received = new CopyOnWriteArrayList<>();
      DeliverCallback take =
          (tag, delivery) -> received.add(ByteBuffer.wrap(delivery.getBody()).getInt());
      consuming.basicConsume("full", true, take, tag -> {});

      published.join();
      await().until(() -> received.size() == messages);
      assertThat(received).isEqualTo(IntStream.range(0, messages).boxed().toList());
      assertThat(server.broker().virtualHosts().traffic().refused()).isZero();
    }
  }
}
