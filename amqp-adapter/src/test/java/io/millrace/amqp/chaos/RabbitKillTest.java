package io.millrace.amqp.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.amqp.AmqpPayload;
import io.millrace.amqp.AmqpSink;
import io.millrace.amqp.AmqpSource;
import io.millrace.amqp.topology.QueueDeclaration;
import io.millrace.amqp.topology.Topology;
import io.millrace.queue.Concurrency;
import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Queue;
import io.millrace.queue.RetryPolicy;
import io.millrace.testkit.check.DeliveryLedger;
import io.millrace.testkit.rabbitmq.RabbitServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills a RabbitMQ under load, again and again on the same data, while a sink publishes and a queue
 * consumes: {@code -Dkills=100} for more than the few of a build.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class RabbitKillTest {
  private static final Logger log = LoggerFactory.getLogger(RabbitKillTest.class);
  private static final int KILLS = Integer.getInteger("kills", 2);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Topology TOPOLOGY = Topology.NONE.with(QueueDeclaration.of("kills"));

  private final DeliveryLedger ledger = new DeliveryLedger(PATIENCE);
  private final AtomicBoolean isOver = new AtomicBoolean();

  @Test
  void nothingThatWasConfirmedIsLostAndConsumersComeBack() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (RabbitServer rabbit = RabbitServer.builder().build()) {
      rabbit.start();
      AmqpSource<byte[]> source =
          AmqpSource.builder(AmqpPayload.bytes())
              .address(rabbit.uri())
              .queue("kills")
              .topology(TOPOLOGY)
              .build();
      try (Queue<byte[]> queue = consumer(source)) {
        queue.start();
        Thread publisher = publisher(rabbit);
        publisher.start();
        for (int kill = 0; kill < KILLS; kill++) {
          ledger.awaitMore(500 + random.nextInt(3_000), 200, "seed " + seed);
          await("both consumers are attached")
              .atMost(PATIENCE)
              .until(() -> source.notReady().isEmpty());
          rabbit.kill();
          await("it says that it is not attached")
              .atMost(PATIENCE)
              .until(() -> source.notReady().isPresent());
          rabbit.start();
        }
        isOver.set(true);
        publisher.join(PATIENCE.toMillis());
        assertThat(publisher.isAlive()).isFalse();
        ledger.awaitAll("seed " + seed);
        await("both consumers are attached")
            .atMost(PATIENCE)
            .until(() -> source.notReady().isEmpty());
      }
      assertThat(rabbit.command("list_queues", "name", "messages", "--no-table-headers"))
          .as("left in the queue after the stop")
          .isEqualTo("kills\t0");
    }
    log.warn("{} kills with seed {}: {}", KILLS, seed, ledger);
  }

  private Queue<byte[]> consumer(AmqpSource<byte[]> source) {
    return Queue.<byte[]>builder("survivor")
        .producers(2, source)
        .concurrency(Concurrency.fixed(4))
        .consumers(() -> ledger::handle)
        .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(10)))
        .build();
  }

  private Thread publisher(RabbitServer rabbit) {
    Thread thread =
        new Thread(
            () -> {
              try (AmqpSink<byte[]> sink =
                  AmqpSink.builder(AmqpPayload.bytes())
                      .address(rabbit.uri())
                      .queue("kills")
                      .topology(TOPOLOGY)
                      .build()) {
                publishAll(sink);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "publisher");
    thread.setDaemon(true);
    return thread;
  }

  /** Goes on with the next numbers whatever became of the last. */
  private void publishAll(AmqpSink<byte[]> sink) throws InterruptedException {
    for (long first = 0; !isOver.get(); first += 100) {
      List<Message<byte[]>> batch = new ArrayList<>();
      for (long number = first; number < first + 100; number++) {
        batch.add(Message.of(DeliveryLedger.payload(number)));
      }
      BitSet failed = new BitSet();
      try {
        sink.push(batch);
      } catch (PushException e) {
        failed = e.failed();
      }
      for (int i = 0; i < batch.size(); i++) {
        if (!failed.get(i)) {
          ledger.confirm(first + i);
        }
      }
    }
  }
}
