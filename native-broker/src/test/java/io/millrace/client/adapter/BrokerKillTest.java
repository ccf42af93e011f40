package io.millrace.client.adapter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.client.MillraceClient;
import io.millrace.client.MillraceClientBuilder;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.RetryPolicy;
import io.millrace.testkit.redis.RedisServer;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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

  private final Set<Long> confirmed = ConcurrentHashMap.newKeySet();
  private final Set<Long> handled = ConcurrentHashMap.newKeySet();
  private final AtomicLong calls = new AtomicLong();
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
        int enough = confirmed.size() + 500 + random.nextInt(5_000);
        int some = handled.size() + 200;
        await("confirms and deliveries go on, seed " + seed)
            .atMost(PATIENCE)
            .until(() -> confirmed.size() >= enough && handled.size() >= some);
        broker.killAndStartAgain();
      }
      isOver.set(true);
      publisher.join(PATIENCE.toMillis());
      assertThat(publisher.isAlive()).isFalse();
      await("all that was confirmed is handled, seed " + seed)
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(missing()).isEmpty());
    }
    System.out.printf(
        "%d kills with seed %d: %d confirmed, none lost, %d handled, %d of them again%n",
        KILLS, seed, confirmed.size(), handled.size(), calls.get() - handled.size());
  }

  private Set<Long> missing() {
    Set<Long> missing = new TreeSet<>(confirmed);
    missing.removeAll(handled);
    return missing;
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
        .consumers(() -> this::handle)
        .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(10)))
        .build();
  }

  private Outcome handle(Message<byte[]> message) {
    long number = Long.parseLong(new String(message.payload(), US_ASCII));
    if (number % 50 == 0 && message.attempt() == 1) {
      return Outcome.retry("now and then");
    }
    calls.incrementAndGet();
    handled.add(number);
    return Outcome.ack();
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
                .publishDirect("kills", String.valueOf(each).getBytes(US_ASCII))
                .whenComplete(
                    (id, failure) -> {
                      if (failure == null) {
                        confirmed.add(each);
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
