package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.CONNECTION;
import static io.millrace.broker.vhost.TestHost.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.queue.Offsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChannelCreditTest {
  private final ChannelCredit credit = new ChannelCredit();

  private void take(int deliveries) {
    for (int i = 0; i < deliveries; i++) {
      assertThat(credit.take()).isTrue();
    }
  }

  @Test
  void tellsOnceThatThereIsRoomAgain() {
    credit.setLimit(2);
    take(2);
    assertThat(credit.take()).isFalse();
    assertThat(credit.hasRoom()).isFalse();

    assertThat(credit.release(1)).isTrue();
    assertThat(credit.release(1)).isFalse();
  }

  @Test
  void aLowerLimitHoldsWhenEnoughIsSettled() {
    credit.setLimit(3);
    take(3);

    assertThat(credit.setLimit(1)).isFalse();
    assertThat(credit.release(2)).isFalse();
    assertThat(credit.hasRoom()).isFalse();
    assertThat(credit.release(1)).isTrue();
  }

  /** A loop may take the last of it, and turn a consumer away, while the limit is raised. */
  @Test
  void tellsOfEveryRaiseThoughThereSeemsToBeRoomBefore() {
    credit.setLimit(1);

    assertThat(credit.setLimit(10)).isTrue();
    assertThat(credit.setLimit(10)).isFalse();
    assertThat(credit.setLimit(ChannelCredit.UNLIMITED)).isTrue();
    assertThat(credit.setLimit(ChannelCredit.UNLIMITED)).isFalse();
  }

  @Test
  void countsAlsoWhileThereIsNoLimit() {
    take(2);

    credit.setLimit(2);
    assertThat(credit.hasRoom()).isFalse();
    assertThat(credit.setLimit(ChannelCredit.UNLIMITED)).isTrue();
  }

  @Test
  void neverExceedsTheLimitWhoeverTakes() throws Exception {
    credit.setLimit(5);
    AtomicInteger held = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Future<?>> ends = new ArrayList<>();
    for (int thread = 0; thread < 3; thread++) {
      ends.add(
          threads.submit(
              () -> {
                start.await();
                for (int n = 0; n < 50_000; n++) {
                  if (credit.take()) {
                    most.accumulateAndGet(held.incrementAndGet(), Math::max);
                    held.decrementAndGet();
                    credit.release(1);
                  }
                }
                return null;
              }));
    }
    start.countDown();
    for (Future<?> end : ends) {
      end.get();
    }
    threads.shutdown();

    assertThat(most.get()).isBetween(1, 5);
  }

  @Test
  void consumersOfQueuesOnSeveralLoopsShareIt() {
    try (TestHost test = new TestHost()) {
      credit.setLimit(3);
      List<TestConsumer> consumers = new ArrayList<>();
      for (String queue : List.of("a", "b", "c", "d")) {
        test.declare(queue);
        consumers.add(
            test.consume(queue, SubscribeOptions.prefetch(CONNECTION, 10).withShared(credit)));
      }
      TestPublisher publisher = test.publisher();
      for (int n = 0; n < 3; n++) {
        for (String queue : List.of("a", "b", "c", "d")) {
          publisher.publish(message("", queue, "m" + n));
        }
      }
      publisher.awaitAll();

      int settled = 0;
      while (settled < 12) {
        assertThat(unacknowledged(test)).isLessThanOrEqualTo(3);
        for (TestConsumer each : consumers) {
          Optional<TestConsumer.Received> next = each.poll();
          if (next.isPresent()) {
            boolean room = credit.release(1);
            each.subscription().acknowledge(Offsets.of(next.get().offset()));
            settled++;
            if (room) {
              consumers.forEach(one -> one.subscription().grant(0));
            }
          }
        }
      }
      assertThat(unacknowledged(test)).isZero();
    }
  }

  private static long unacknowledged(TestHost test) {
    return List.of("a", "b", "c", "d").stream()
        .mapToLong(queue -> test.facts(queue).unacknowledged())
        .sum();
  }
}
