package io.millrace.client.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.MillraceClient;
import io.millrace.client.MillraceClientBuilder;
import io.millrace.queue.Queue;
import io.millrace.queue.RetryPolicy;
import io.millrace.testkit.check.DeliveryLedger;
import io.millrace.testkit.redis.RedisServer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills a broker's process under load, again and again on the same store, while one client
 * publishes and a queue consumes: {@code -Dkills=100} for more than the few of a build. Prints what
 * it saw.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class BrokerKillTest {
  private static final int KILLS = Integer.getInteger("kills", 3);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final DeliveryLedger ledger = new DeliveryLedger(PATIENCE);
  private final AtomicBoolean isOver = new AtomicBoolean();

  @Test
  void nothingThatWasConfirmedIsLost() throws Exception {
    try (RemoteBroker broker = RemoteBroker.start()) {
      killAndCheck(broker);
    }
  }

  @Test
  void nothingThatWasConfirmedIsLostFromARedisServer() throws Exception {
    try (RedisServer redis = RedisServer.builder().durable().build()) {
      redis.start();
      try (RemoteBroker broker = RemoteBroker.start(redis)) {
        killAndCheck(broker);
      }
    }
  }

  private void killAndCheck(RemoteBroker broker) throws InterruptedException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (Queue<byte[]> queue = consumer(broker)) {
      queue.start();
      Thread publisher = publisher(broker);
      publisher.start();
      for (int kill = 0; kill < KILLS; kill++) {
        ledger.awaitMore(500 + random.nextInt(5_000), 200, "seed " + seed);
        broker.killAndStartAgain();
      }
      isOver.set(true);
      publisher.join(PATIENCE.toMillis());
      assertThat(publisher.isAlive()).isFalse();
      ledger.awaitAll("seed " + seed);
    }
    System.out.printf("%d kills with seed %d: %s%n", KILLS, seed, ledger);
  }

  private Queue<byte[]> consumer(RemoteBroker broker) {
    return Queue.<byte[]>builder("survivor")
        .producers(
            2,
            MillraceSource.builder(MillracePayload.bytes())
                .location(broker::describeTo)
                .queue("kills")
                .ackTimeout(QueueBackend.ACK_TIMEOUT)
                .build())
        .consumers(() -> ledger::handle)
        .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(10)))
        .build();
  }

  private Thread publisher(RemoteBroker broker) {
    MillraceClientBuilder location = MillraceClient.builder().window(500, 1 << 20);
    broker.describeTo(location);
    Thread thread =
        new Thread(
            () -> {
              try (MillraceClient client = location.build()) {
                publishAll(client);
              }
            },
            "publisher");
    thread.setDaemon(true);
    return thread;
  }

  /** Goes on with the next number whatever became of the last. */
  private void publishAll(MillraceClient client) {
    try {
      for (long number = 0; !isOver.get(); number++) {
        long each = number;
        CountDownLatch answered = new CountDownLatch(1);
        CompletableFuture<Long> unused =
            client
                .publishDirect("kills", DeliveryLedger.payload(each))
                .whenComplete(
                    (id, failure) -> {
                      if (failure == null) {
                        ledger.confirm(each);
                      }
                      answered.countDown();
                    });
        if (number % 100 == 0) {
          // Not faster than there are answers, so that failures do not come by the million.
          answered.await();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
