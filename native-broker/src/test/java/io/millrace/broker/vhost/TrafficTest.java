package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.CONNECTION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.queue.Offsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TrafficTest {
  private static final int PUBLISHERS = 3;
  private static final int QUEUES = 6;
  private static final int EACH = 4_000;

  private final TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  /** Each publisher flushes at random, with its number for a seed. */
  @Test
  void everyMessageOfManyPublishersIsHandledInEveryQueueAndInOrder() throws InterruptedException {
    List<Worker> workers = new ArrayList<>();
    for (int n = 0; n < QUEUES; n++) {
      test.declare(QueueDefinition.durable("q" + n));
      test.bind("amq.topic", "q" + n, n % 2 == 0 ? "even.#" : "#");
      Worker worker = new Worker(n);
      workers.add(worker);
      worker.subscription =
          TestHost.done(
              test.host.subscribe("q" + n, SubscribeOptions.prefetch(CONNECTION, 100), worker));
    }
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < PUBLISHERS; n++) {
      int number = n;
      threads.add(new Thread(() -> publish(number), "publisher-" + n));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    for (Worker worker : workers) {
      await()
          .atMost(TestHost.DEADLINE)
          .until(() -> worker.handled.size() == PUBLISHERS && worker.hasAll());
      assertThat(worker.disorder).as("out of order in q%d", worker.queue).isEmpty();
      await().until(() -> test.facts("q" + worker.queue).unacknowledged() == 0);
      assertThat(test.facts("q" + worker.queue).bytes()).isZero();
    }
  }

  private void publish(int number) {
    Random random = new Random(number);
    TestPublisher publisher = test.publisher();
    for (int n = 0; n < EACH; n++) {
      publisher.publish(
          new Message(
              "amq.topic",
              "even." + number,
              Properties.builder().persistent().build(),
              (number + " " + n).getBytes(UTF_8)));
      if (random.nextInt(20) == 0) {
        publisher.flush();
      }
    }
    assertThat(publisher.awaitAll().confirmed).hasSize(EACH);
  }

  /** Acknowledges all, on the loop's thread, as a fast front would. */
  private static final class Worker implements ConsumerTarget {
    private final int queue;
    private final Map<Integer, Integer> handled = new ConcurrentHashMap<>();
    private final List<String> disorder = new ArrayList<>();
    private volatile Subscription subscription;

    Worker(int queue) {
      this.queue = queue;
    }

    boolean hasAll() {
      return handled.values().stream().allMatch(last -> last == EACH - 1);
    }

    @Override
    public void deliver(Deliveries deliveries) {
      for (int i = 0; i < deliveries.count(); i++) {
        String[] parts = new String(deliveries.message(i).body(), UTF_8).split(" ", -1);
        int publisher = Integer.parseInt(parts[0]);
        int number = Integer.parseInt(parts[1]);
        Integer before = handled.put(publisher, number);
        if (number != (before == null ? 0 : before + 1)) {
          disorder.add(before + " then " + number + " of " + publisher);
        }
        deliveries.subscription().acknowledge(Offsets.of(deliveries.offset(i)));
      }
    }

    @Override
    public void cancelled(Subscription ended) {
      disorder.add("cancelled " + ended + " of " + subscription);
    }
  }
}
