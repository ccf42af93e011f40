package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Concurrency;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.Producer;
import io.millrace.queue.Queue;
import io.millrace.queue.Settlement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BoundsTest {
  private static final int MEGABYTE = 1 << 20;

  @Test
  void bytesOfAllThatIsNotSettledKeepToTheirBound() {
    ListSource source = new ListSource();
    for (int i = 0; i < 300; i++) {
      source.add(null, MEGABYTE);
    }
    AtomicLong most = new AtomicLong();
    AtomicInteger handled = new AtomicInteger();
    try (Queue<String> queue =
        // The message that reaches a producer's limit may go beyond it.
        Queue.<String>builder("bytes")
            .producers(3, source)
            .bufferBytes(10L * MEGABYTE)
            .concurrency(Concurrency.fixed(2))
            .consumers(
                () ->
                    message -> {
                      long held = (source.fetched.get() - handled.get()) * (long) MEGABYTE;
                      most.accumulateAndGet(held, Math::max);
                      handled.incrementAndGet();
                      return Outcome.ack();
                    })
            .build()) {
      queue.start();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(source.settled()).isEqualTo(300);
      assertThat(most.get()).isBetween(1L, (10L + 3L) * MEGABYTE);
      assertThat(queue.snapshot().heldBytes()).isZero();
    }
  }

  @Test
  void whatAFetchThatWaitsMayBringIsNotGivenToOthersMeanwhile() {
    int bound = 8 * MEGABYTE;
    AtomicLong fetched = new AtomicLong();
    CountDownLatch lateWaits = new CountDownLatch(1);
    CountDownLatch othersFull = new CountDownLatch(1);
    CountDownLatch lateCame = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (Queue<String> queue =
        Queue.<String>builder("late")
            .producers(
                2,
                index ->
                    new Producer<String>() {
                      @Override
                      public FetchResult fetch(Fetch<String> fetch) throws Exception {
                        if (fetch.messageLimit() == 0) {
                          return FetchResult.IDLE;
                        }
                        if (index == 0) {
                          lateWaits.countDown();
                          othersFull.await();
                        } else {
                          lateWaits.await();
                        }
                        long bytes = 0;
                        while (bytes < fetch.byteLimit()) {
                          bytes += MEGABYTE;
                          fetched.addAndGet(MEGABYTE);
                          fetch.add(Message.builder("m").sizeBytes(MEGABYTE).build());
                        }
                        if (index == 0) {
                          lateCame.countDown();
                        }
                        return FetchResult.MORE;
                      }

                      @Override
                      public void settle(List<Settlement<String>> settlements) {}
                    })
            .bufferBytes(bound)
            .consumers(
                () ->
                    message -> {
                      end.await();
                      return Outcome.ack();
                    })
            .build()) {
      queue.start();
      Expect.soon(() -> fetched.get() > 0);
      Expect.steady(() -> (int) (fetched.get() / MEGABYTE));
      othersFull.countDown();
      Expect.soon(() -> lateCame.getCount() == 0);
      Expect.steady(() -> (int) (fetched.get() / MEGABYTE));

      assertThat(fetched.get()).isBetween((long) bound / 2, bound + 2L * MEGABYTE);
      end.countDown();
    }
  }

  @Test
  void oneMessageLargerThanTheBoundStillPasses() {
    ListSource source = new ListSource();
    for (int i = 0; i < 5; i++) {
      source.add(null, MEGABYTE);
    }
    try (Queue<String> queue =
        Queue.<String>builder("large")
            .producers(1, source)
            .bufferBytes(1_000)
            .consumers(() -> message -> Outcome.ack())
            .build()) {
      queue.start();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(source.settled()).isEqualTo(5);
    }
  }

  @Test
  void producersFetchNoMoreThanTheBufferAndOneFetchEach() {
    CountDownLatch release = new CountDownLatch(1);
    ListSource source = ListSource.of(1_000);
    try (Queue<String> queue =
        Queue.<String>builder("count")
            .producers(2, source)
            .bufferMessages(20)
            .fetchSize(8)
            .concurrency(Concurrency.fixed(1))
            .consumers(
                () ->
                    message -> {
                      release.await();
                      return Outcome.ack();
                    })
            .build()) {
      queue.start();
      Expect.soon(() -> queue.snapshot().buffered() >= 20);
      // What the hanging worker took at first was given back; so at most this much was ever taken.
      Expect.soon(() -> queue.snapshot().inFlight() == 1);
      assertThat(source.fetched.get()).isLessThanOrEqualTo(1 + 64 + 20 + 2 * 8);
      release.countDown();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(source.settled()).isEqualTo(1_000);
    }
  }

  @Test
  void oneBusyKeyIsSettledWhileItGoesOn() {
    ListSource source = ListSource.keyed(9_000, "hot");
    AtomicInteger settledHalfway = new AtomicInteger(-1);
    try (Queue<String> queue =
        Queue.<String>builder("hot")
            .producers(1, source)
            .ordering(Ordering.KEY)
            .concurrency(Concurrency.fixed(1))
            .consumers(
                () ->
                    message -> {
                      if (message.offset() == 0) {
                        // Let the lane fill, so that the key always has a next message.
                        Expect.soon(() -> source.fetched.get() == 9_000);
                      }
                      LockSupport.parkNanos(1);
                      if (message.offset() == 8_000) {
                        settledHalfway.set(source.settled());
                      }
                      return Outcome.ack();
                    })
            .build()) {
      queue.start();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(settledHalfway.get()).isGreaterThan(4_000);
    }
  }

  @Test
  void nothingIsHandedOutWhilePaused() {
    ListSource source = ListSource.of(2_000);
    AtomicBoolean paused = new AtomicBoolean();
    AtomicInteger whilePaused = new AtomicInteger();
    AtomicInteger handled = new AtomicInteger();
    try (Queue<String> queue =
        Queue.<String>builder("paused")
            .producers(2, source)
            .bufferMessages(50)
            .concurrency(Concurrency.fixed(4))
            .consumers(
                () ->
                    message -> {
                      if (paused.get()) {
                        whilePaused.incrementAndGet();
                      }
                      handled.incrementAndGet();
                      return Outcome.ack();
                    })
            .build()) {
      queue.start();
      for (int round = 0; round < 10; round++) {
        int before = handled.get();
        Expect.soon(() -> handled.get() > before || queue.drainReport().isPresent());
        queue.pause();
        Expect.soon(() -> queue.snapshot().inFlight() == 0 || queue.drainReport().isPresent());
        Expect.steady(handled::get);
        paused.set(true);
        Expect.steady(handled::get);
        paused.set(false);
        queue.resume();
      }
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(whilePaused).hasValue(0);
      assertThat(source.settled()).isEqualTo(2_000);
    }
  }

  @Test
  void producersThatAResizeAddsGetTheirShareOfTheBytes() {
    Map<Integer, Long> limits = new ConcurrentHashMap<>();
    try (Queue<String> queue =
        Queue.<String>builder("shares")
            .producers(
                1,
                index ->
                    new ProducerThatWaits(
                        fetch -> limits.put(index, fetch.byteLimit()), () -> limits.remove(index)))
            .bufferBytes(1_000)
            .consumers(() -> message -> Outcome.ack())
            .build()) {
      queue.start();
      queue.resize(4, 1);
      Expect.soon(
          () -> {
            List<Long> now = List.copyOf(limits.values());
            return now.size() == 4 && now.stream().allMatch(limit -> limit >= 100);
          });
    }
  }

  /** Has nothing, and waits in each fetch as long as it may. */
  private record ProducerThatWaits(Consumer<Fetch<String>> begin, Runnable end)
      implements Producer<String> {
    @Override
    public FetchResult fetch(Fetch<String> fetch) {
      begin.accept(fetch);
      LockSupport.parkNanos(fetch.maxWait().toNanos());
      end.run();
      return FetchResult.IDLE;
    }

    @Override
    public void settle(List<Settlement<String>> settlements) {}
  }
}
