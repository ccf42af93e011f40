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
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker that goes on with one key, as more of it waits. */
@Timeout(20)
class BusyKeyTest {
  private static final Duration TWENTY_MICROS = Duration.ofNanos(20_000);

  private final List<String> handled = new ArrayList<>();
  private final List<Integer> waiting = new ArrayList<>();
  private final SourcePartition partition = new SourcePartition("source", 0);
  private final CountDownLatch fetching = new CountDownLatch(1);
  private final CountDownLatch settled = new CountDownLatch(1);
  private SteppedBench bench = stepped(message -> {});

  private interface Handler {
    void handle(String payload);
  }

  private SteppedBench stepped(Handler handler) {
    return new SteppedBench(
        10_000,
        builder ->
            builder
                .concurrency(Concurrency.fixed(1))
                .ordering(Ordering.KEY)
                .fetchSize(2_000)
                .consumers(
                    () ->
                        message -> {
                          handled.add(message.payload());
                          handler.handle(message.payload());
                          return Outcome.ack();
                        }));
  }

  @Test
  void doesNotKeepOthersThatItsWorkerTookWithItWaitingForItsEnd() {
    bench =
        stepped(
            payload -> {
              if (payload.equals("busy") && handled.size() < 500) {
                bench.pass(TWENTY_MICROS);
                bench.publish("busy", "busy");
                bench.turn("producer-0");
              }
            });
    for (int i = 0; i < 20; i++) {
      bench.publish("warm" + i, "quick"); // so that the worker takes several at once
    }
    bench.turns(20);
    assertThat(handled).hasSize(20);
    bench.publish("busy", "busy");
    bench.publish("other", "other");
    bench.turns(3);

    assertThat(handled.indexOf("other")).isBetween(20, 40);
  }

  @Test
  void isTakenOutOfItsLaneManyAtOnceAlsoWhereNothingElseWaits() {
    bench =
        stepped(
            payload -> {
              bench.pass(Duration.ofNanos(1_000));
              waiting.add(bench.queue().snapshot().waiting());
            });
    bench.publish("busy", Collections.nCopies(2_000, "busy").toArray(new String[0]));
    bench.turns(30);

    assertThat(handled).hasSize(2_000);
    int most = 0;
    for (int i = 1; i < waiting.size(); i++) {
      most = Math.max(most, waiting.get(i - 1) - waiting.get(i));
    }
    assertThat(most).isGreaterThan(8);
  }

  @Test
  void isNotToldThatItsCallBeganWhileItsProducerWasWokenUp() throws Exception {
    List<Long> ages = Collections.synchronizedList(new ArrayList<>());
    Queue<String>[] queue = newQueue();
    queue[0] =
        Queue.<String>builder("busy")
            .producers(1, index -> new SlowToWake())
            .concurrency(Concurrency.fixed(1))
            .ordering(Ordering.KEY)
            .consumers(
                () ->
                    message -> {
                      ages.add(queue[0].snapshot().oldestInFlightNanos());
                      assertThat(fetching.await(10, TimeUnit.SECONDS)).isTrue();
                      LockSupport.parkNanos(1_000_000); // longer than a worker may go on unheard of
                      return Outcome.ack();
                    })
            .build();
    queue[0].start();
    assertThat(settled.await(10, TimeUnit.SECONDS)).isTrue();
    queue[0].close();

    assertThat(ages).hasSize(3).allMatch(age -> age < SlowToWake.SLOW.toNanos());
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Queue<String>[] newQueue() {
    return new Queue[1];
  }

  /** Has three messages of one key, and takes its time when it is woken up. */
  private final class SlowToWake implements Producer<String> {
    static final Duration SLOW = Duration.ofMillis(300);

    private final CountDownLatch never = new CountDownLatch(1);
    private boolean isRead;
    private int settlements;

    @Override
    public FetchResult fetch(Fetch<String> fetch) throws Exception {
      if (isRead || fetch.messageLimit() < 3) {
        fetching.countDown();
        boolean counted =
            never.await(Math.min(200, fetch.maxWait().toMillis()), TimeUnit.MILLISECONDS);
        return counted ? FetchResult.MORE : FetchResult.IDLE;
      }
      isRead = true;
      for (int i = 0; i < 3; i++) {
        fetch.add(Message.builder("text").key("busy").position(partition, i).build());
      }
      return FetchResult.MORE;
    }

    @Override
    public void wakeup() {
      long end = System.nanoTime() + SLOW.toNanos();
      for (long left = 1; left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }

    @Override
    public void settle(List<Settlement<String>> some) {
      settlements += some.size();
      if (settlements == 3) {
        settled.countDown();
      }
    }
  }
}
