package io.millrace.queue.channel;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Far more virtual threads than there are carriers put, take and wait. */
@EnabledForJreRange(min = JRE.JAVA_21)
class ChannelVirtualThreadsTest {
  private static final long DEADLINE_SECONDS = 30;

  @Test
  void handsEverythingOverBetweenVirtualThreads() throws Exception {
    int producers = 100;
    int each = 2_000;
    Channel<Integer> channel = new Channel<>(16);
    ExecutorService threads = virtualThreads();
    try {
      List<Future<Long>> sums = new ArrayList<>();
      for (int c = 0; c < 400; c++) {
        sums.add(threads.submit(() -> sumOfAll(channel)));
      }
      List<Future<?>> put = new ArrayList<>();
      for (int p = 0; p < producers; p++) {
        put.add(threads.submit(() -> putOneToN(channel, each)));
      }
      for (Future<?> producer : put) {
        producer.get(DEADLINE_SECONDS, SECONDS);
      }
      channel.close();
      long sum = 0;
      for (Future<Long> consumer : sums) {
        sum += consumer.get(DEADLINE_SECONDS, SECONDS);
      }
      assertThat(sum).isEqualTo((long) producers * each * (each + 1) / 2);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void leavesTheCarriersToOthersWhileManyWait() throws Exception {
    Channel<Integer> empty = new Channel<>(1);
    ExecutorService threads = virtualThreads();
    try {
      List<Future<Long>> waiting = new ArrayList<>();
      for (int c = 0; c < 1_000; c++) {
        waiting.add(threads.submit(() -> sumOfAll(empty)));
      }

      assertThat(threads.submit(() -> "ran").get(DEADLINE_SECONDS, SECONDS)).isEqualTo("ran");

      empty.close();
      for (Future<Long> consumer : waiting) {
        assertThat(consumer.get(DEADLINE_SECONDS, SECONDS)).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Void putOneToN(Channel<Integer> channel, int n) throws InterruptedException {
    Integer[] one = new Integer[1];
    for (int i = 1; i <= n; i++) {
      one[0] = i;
      while (channel.put(one, 0, 1, Long.MAX_VALUE) == 0) {
        Thread.onSpinWait(); // the wait ended early
      }
    }
    return null;
  }

  private static long sumOfAll(Channel<Integer> channel) throws InterruptedException {
    Integer[] into = new Integer[8];
    long sum = 0;
    int taken;
    while ((taken = channel.take(into, into.length, Long.MAX_VALUE)) != Channel.CLOSED) {
      for (int i = 0; i < taken; i++) {
        sum += into[i];
      }
    }
    return sum;
  }

  /** The sources are for a release that does not know virtual threads. */
  private static ExecutorService virtualThreads()
      throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }
}
