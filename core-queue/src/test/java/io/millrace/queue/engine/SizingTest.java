package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.millrace.queue.Concurrency;
import io.millrace.queue.Consumer;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueListener;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SizingTest {
  @Test
  void resizesUpAndDownUnderLoadWithoutLosingAnything() {
    ListSource source = ListSource.of(200_000);
    try (Queue<String> queue =
        Queue.<String>builder("resize")
            .producers(1, source)
            .concurrency(Concurrency.fixed(1))
            .consumers(() -> message -> Outcome.ack())
            .build()) {
      queue.start();
      for (int size : new int[] {8, 2, 5, 1}) {
        int before = source.settled();
        try {
          queue.resize(size, size);
        } catch (IllegalStateException e) {
          break; // it has come to its end
        }
        Expect.soon(() -> source.settled() > before || queue.drainReport().isPresent());
      }
      Expect.soon(() -> queue.drainReport().isPresent());
      Expect.conserved(queue.drainReport().orElseThrow());
      assertThat(source.settled()).isEqualTo(200_000);
      assertThat(source.closed.get()).isEqualTo(source.opened.get());
      Expect.soon(() -> Expect.threads("resize") == 0);
    }
  }

  @Test
  void surplusProducersAndConsumersEnd() {
    ListSource source = ListSource.of(10).staysOpen();
    try (Queue<String> queue =
        Queue.<String>builder("surplus")
            .producers(4, source)
            .concurrency(Concurrency.fixed(6))
            .consumers(() -> message -> Outcome.ack())
            .build()) {
      queue.start();
      Expect.soon(() -> source.opened.get() == 4);
      queue.resize(1, 2);
      Expect.soon(() -> source.closed.get() == 3 && Expect.threads("surplus") == 4);
      queue.resize(2, 3);
      Expect.soon(() -> source.opened.get() == 5 && Expect.threads("surplus") == 6);
    }
  }

  @Test
  void adaptiveQueueRaisesItsLimitForABlockingHandlerAndSaysWhy() {
    ListSource source = ListSource.of(20_000);
    try (Logs logs = new Logs();
        Queue<String> queue =
            Queue.<String>builder("adaptive")
                .producers(1, source)
                .concurrency(Concurrency.adaptive(1, 64))
                .consumers(
                    () ->
                        message -> {
                          LockSupport.parkNanos(5_000_000);
                          return Outcome.ack();
                        })
                .build()) {
      queue.start();
      Expect.soon(() -> queue.snapshot().consumers() >= 16);
      assertThat(logs.has(Level.INFO, "concurrency limit 16", "messages wait and all")).isTrue();
      queue.stop(Duration.ZERO);
    }
  }

  @Test
  void anAdaptiveQueueTellsItsUpperLimitAlsoAfterAResize() {
    try (Queue<String> queue =
        Queue.<String>builder("limits")
            .producers(1, ListSource.of(1).staysOpen())
            .concurrency(Concurrency.adaptive(1, 64))
            .consumers(() -> message -> Outcome.ack())
            .build()) {
      queue.start();
      assertThat(queue.snapshot().maxConsumers()).isEqualTo(64);

      queue.resize(1, 128);

      assertThat(queue.snapshot().maxConsumers()).isEqualTo(128);
      assertThat(queue.snapshot().consumers()).isLessThan(64);
    }
  }

  @Test
  void broadcastReachesEveryConsumerWhileOneIsBusy() {
    ListSource source = ListSource.of(1).staysOpen();
    CountDownLatch release = new CountDownLatch(1);
    Set<String> told = ConcurrentHashMap.newKeySet();
    try (Queue<String> queue =
        Queue.<String>builder("broadcast")
            .producers(1, source)
            .concurrency(Concurrency.fixed(4))
            .consumers(
                () ->
                    new Consumer<>() {
                      @Override
                      public Outcome consume(Message<String> message) throws Exception {
                        release.await();
                        return Outcome.ack();
                      }

                      @Override
                      public void onEvent(Object event) {
                        told.add(Thread.currentThread().getName());
                      }
                    })
            .build()) {
      queue.start();
      Expect.soon(() -> queue.snapshot().inFlight() == 1);
      queue.broadcast("event");
      Expect.soon(() -> told.size() == 3);
      release.countDown();
      Expect.soon(() -> told.size() == 4);
    }
  }

  @Test
  void pausesWithItsLastActiveProducerAndResumesWithTheFirst() {
    ListSource source = ListSource.of(3).atEnd(FetchResult.PAUSED);
    List<String> heard = new CopyOnWriteArrayList<>();
    try (Queue<String> queue =
        Queue.<String>builder("listener")
            .producers(2, source)
            .consumers(() -> message -> Outcome.ack())
            .listener(
                new QueueListener() {
                  @Override
                  public void onPause() {
                    heard.add("pause");
                  }

                  @Override
                  public void onResume() {
                    heard.add("resume");
                  }
                })
            .build()) {
      queue.start();
      Expect.soon(() -> source.opened.get() == 2 && queue.snapshot().activeProducers() == 0);
      Expect.soon(() -> !heard.isEmpty() && heard.get(heard.size() - 1).equals("pause"));
      source.staysOpen();
      Expect.soon(() -> queue.snapshot().activeProducers() == 2);
      Expect.soon(() -> heard.get(heard.size() - 1).equals("resume"));
      source.atEnd(FetchResult.PAUSED);
      Expect.soon(() -> queue.snapshot().activeProducers() == 0);
      queue.stop(Duration.ofSeconds(5));
      assertThat(heard.get(heard.size() - 1)).as("ending is no return").isEqualTo("pause");
    }
  }
}
