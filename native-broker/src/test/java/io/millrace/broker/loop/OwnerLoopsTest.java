package io.millrace.broker.loop;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OwnerLoopsTest {
  private final OwnerLoops loops =
      OwnerLoops.start("millrace-queues", 2, 1 << 16, System::currentTimeMillis);
  private final OwnerLoop left = loops.all().get(0);
  private final OwnerLoop right = loops.all().get(1);
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicInteger abandoned = new AtomicInteger();

  @AfterEach
  void stop() throws InterruptedException {
    assertThat(loops.stop(ofSeconds(10))).isTrue();
  }

  @Test
  void runsOnThreadsThatAnOperatorKnows() {
    assertThat(left.call(now -> Thread.currentThread().getName()).join())
        .isEqualTo("millrace-queues-0");
    assertThat(right.call(now -> Thread.currentThread().getName()).join())
        .isEqualTo("millrace-queues-1");
    assertThat(left.call(now -> left.isOwner() && !right.isOwner()).join()).isTrue();
  }

  @Test
  void givesOneNameAlwaysTheSameLoop() {
    List<String> names = IntStream.range(0, 100).mapToObj(n -> "queue " + n).toList();
    List<OwnerLoop> given = names.stream().map(loops::loopOf).toList();

    assertThat(given).contains(left, right);
    assertThat(names.stream().map(loops::loopOf)).containsExactlyElementsOf(given);
  }

  @Test
  void keepsTheOrderOfEachOfManySenders() throws InterruptedException {
    int senders = 4;
    int each = 20_000;
    int[] last = new int[senders];
    AtomicInteger outOfOrder = new AtomicInteger();

    together(
        senders,
        sender -> {
          for (int n = 1; n <= each; n++) {
            int number = n;
            left.post(
                command(
                    () -> {
                      if (last[sender] != number - 1) {
                        outOfOrder.incrementAndGet();
                      }
                      last[sender] = number;
                    }));
          }
        });
    left.call(now -> now).join();

    assertThat(outOfOrder).hasValue(0);
    assertThat(last).containsOnly(each);
    assertThat(runs).hasValue(senders * each);
  }

  @Test
  void lookingForRoomHoldsSendersToTheLimit() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    left.post(command(() -> awaitQuietly(gate)));
    AtomicInteger sent = new AtomicInteger();
    Runnable feed =
        new Runnable() {
          @Override
          public void run() {
            while (left.hasRoom() && sent.get() < 1_000) {
              sent.incrementAndGet();
              left.post(new CountedCommand(() -> {}, 1 << 12, runs, abandoned));
            }
            if (sent.get() < 1_000) {
              left.whenRoom(this);
            }
          }
        };

    feed.run();
    assertThat(sent.get()).isBetween(15, 17);
    gate.countDown();
    await().until(() -> runs.get() == 1_001);

    assertThat(sent).hasValue(1_000);
  }

  @Test
  void loopsWithFullMailboxesGoOnPostingToEachOtherAndToThemselves() {
    CompletableFuture<Integer> last = new CompletableFuture<>();
    left.post(new Rally(2_000, last));

    assertThat(last.orTimeout(20, TimeUnit.SECONDS).join()).isZero();
  }

  @Test
  void everyCommandIsAnsweredWhileTheLoopStops() throws InterruptedException {
    int senders = 3;
    int each = 30_000;
    AtomicInteger refused = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(senders);

    Thread stopper =
        new Thread(
            () -> {
              awaitQuietly(started);
              stopQuietly(left, ofSeconds(10));
            });
    stopper.start();
    together(
        senders,
        sender -> {
          for (int n = 0; n < each; n++) {
            if (n == each / 10) {
              started.countDown();
            }
            if (n % 2 == 0) {
              left.post(command(() -> {}));
            } else if (!left.offer(command(() -> {}))) {
              refused.incrementAndGet();
            }
          }
        });
    stopper.join();
    left.post(command(() -> {}));

    assertThat(runs.get() + abandoned.get() + refused.get()).isEqualTo(senders * each + 1);
    assertThat(abandoned.get()).isPositive();
  }

  @Test
  void stopIsBoundedWhenACommandHangsAndCanBeRepeated() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    left.post(command(() -> awaitQuietly(gate)));
    left.post(command(() -> {}));

    assertThat(left.stop(Duration.ofMillis(20))).isFalse();
    gate.countDown();

    assertThat(left.stop(ofSeconds(10))).isTrue();
    assertThat(runs).hasValue(1);
    assertThat(abandoned).hasValue(1);
  }

  @Test
  void doesNotWaitForItsOwnEnd() {
    CompletableFuture<Boolean> stopped = left.call(now -> stopQuietly(left, ofSeconds(1)));

    assertThatThrownBy(stopped::join)
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("millrace-queues-0 cannot wait for its own end");
  }

  @Test
  void wakesForATimer() {
    CompletableFuture<Boolean> fired = new CompletableFuture<>();
    LoopTimer timer =
        new LoopTimer() {
          @Override
          protected void fire(long nowMillis) {
            fired.complete(dueAtMillis <= nowMillis);
          }
        };
    left.post(command(() -> left.wakeAt(timer, left.nowMillis() + 20)));

    assertThat(fired.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
  }

  private LoopCommand command(Runnable work) {
    return new CountedCommand(work, 0, runs, abandoned);
  }

  private static void together(int count, IntConsumer work) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int number = n;
      threads.add(new Thread(() -> work.accept(number), "sender-" + n));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean stopQuietly(OwnerLoop loop, Duration deadline) {
    try {
      return loop.stop(deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Fills both mailboxes far over their limit, each of the commands posting the next two. */
  private final class Rally extends LoopCommand {
    private final int remaining;
    private final CompletableFuture<Integer> last;

    Rally(int strokes, CompletableFuture<Integer> last) {
      this.remaining = strokes;
      this.last = last;
    }

    @Override
    protected void run(long nowMillis) {
      if (remaining == 0) {
        last.complete(0);
        return;
      }
      right.post(new CountedCommand(() -> {}, 1 << 16, runs, abandoned));
      left.post(new CountedCommand(() -> {}, 1 << 16, runs, abandoned));
      (left.isOwner() ? right : left).post(new Rally(remaining - 1, last));
    }

    @Override
    protected void abandon(Throwable cause) {
      last.completeExceptionally(cause);
    }
  }
}
