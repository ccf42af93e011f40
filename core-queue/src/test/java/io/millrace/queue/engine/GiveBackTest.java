package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Concurrency;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.Producer;
import io.millrace.queue.Queue;
import io.millrace.queue.RetryPolicy;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GiveBackTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ListSource source = ListSource.of(3).staysOpen();
  private final AtomicReference<SourcePartition> partition = new AtomicReference<>();
  private final AtomicInteger handled = new AtomicInteger();
  private final AtomicInteger given = new AtomicInteger(-1);

  /** Below which offset the next fetch is to give back; none while negative. */
  private final AtomicInteger below = new AtomicInteger(-1);

  private Queue<String> queue(Ordering ordering, ConsumerFactory<String> consumers) {
    return Queue.<String>builder("back")
        .producers(1, index -> new GivingBack(source.create(index)))
        .concurrency(Concurrency.fixed(3))
        .ordering(ordering)
        .retry(RetryPolicy.DEFAULT.withBackoff(HOUR, HOUR).withJitter(0))
        .consumers(consumers)
        .build();
  }

  private ConsumerFactory<String> failing() {
    return () ->
        message -> {
          partition.set(message.partition());
          handled.incrementAndGet();
          return Outcome.retry("not yet");
        };
  }

  private int giveBackBelow(int offset) {
    below.set(offset);
    Expect.soon(() -> given.get() >= 0);
    return given.get();
  }

  @Test
  void returnsWhatWaitsWithItsAttemptAndTheRestOfItsWait() {
    try (Queue<String> queue = queue(Ordering.NONE, failing())) {
      queue.start();
      Expect.soon(() -> handled.get() == 3 && queue.snapshot().waiting() == 3);

      assertThat(giveBackBelow(2)).isEqualTo(2);

      Expect.soon(() -> source.settled() == 2);
      assertThat(source.settlements)
          .allSatisfy(
              settlement -> {
                assertThat(settlement.kind()).isEqualTo(Settlement.Kind.RETURNED);
                assertThat(settlement.message().attempt()).isEqualTo(2);
                assertThat(settlement.delay()).isBetween(HOUR.minusMinutes(1), HOUR);
              })
          .extracting(settlement -> settlement.message().offset())
          .containsExactlyInAnyOrder(0L, 1L);
      assertThat(queue.snapshot().waiting()).isEqualTo(1);
    }
  }

  @Test
  void leavesAloneWhatAHandlerHas() {
    CountDownLatch end = new CountDownLatch(1);
    try (Queue<String> queue =
        queue(
            Ordering.NONE,
            () ->
                message -> {
                  partition.set(message.partition());
                  handled.incrementAndGet();
                  end.await();
                  return Outcome.ack();
                })) {
      queue.start();
      Expect.soon(() -> handled.get() == 3);

      assertThat(giveBackBelow(3)).isZero();

      end.countDown();
      Expect.soon(() -> source.settled(Settlement.Kind.ACKED) == 3);
    }
  }

  @Test
  void returnsNothingWhereOrderIsKept() {
    try (Queue<String> queue = queue(Ordering.PARTITION, failing())) {
      queue.start();
      Expect.soon(() -> queue.snapshot().waiting() == 3);

      assertThat(giveBackBelow(3)).isZero();

      assertThat(source.settled()).isZero();
    }
  }

  @Test
  void aStopTellsHowLongAMessageWasStillToWait() {
    Queue<String> queue = queue(Ordering.NONE, failing());
    queue.start();
    Expect.soon(() -> queue.snapshot().waiting() == 3);

    queue.stop(Duration.ofSeconds(5));

    assertThat(source.settlements)
        .hasSize(3)
        .allSatisfy(
            settlement -> assertThat(settlement.delay()).isBetween(HOUR.minusMinutes(1), HOUR));
  }

  /** Gives back in its next fetch when it is told to. */
  private final class GivingBack implements Producer<String> {
    private final Producer<String> list;

    GivingBack(Producer<String> list) {
      this.list = list;
    }

    @Override
    public FetchResult fetch(Fetch<String> fetch) throws Exception {
      int offset = below.getAndSet(-1);
      if (offset >= 0) {
        given.set(fetch.giveBack(partition.get(), offset));
      }
      return list.fetch(fetch);
    }

    @Override
    public void settle(List<Settlement<String>> settlements) throws Exception {
      list.settle(settlements);
    }

    @Override
    public void wakeup() {
      list.wakeup();
    }

    @Override
    public void close() throws Exception {
      list.close();
    }
  }
}
