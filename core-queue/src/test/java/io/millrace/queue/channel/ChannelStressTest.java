package io.millrace.queue.channel;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many threads with random batch sizes, timeouts and disturbances: every element arrives once,
 * those of a producer in order, and nobody waits for ever. A lost wake-up shows as a missed
 * deadline.
 */
class ChannelStressTest {
  private static final long DEADLINE_SECONDS = 30;

  /** What a producer puts: who it is, and the how-manieth of its elements. */
  private record Numbered(int producer, int number) {}

  @ParameterizedTest(name = "{0} x {1}, capacity {2}, {3} elements each")
  @CsvSource({
    "1, 1, 1, 40000",
    "1, 1, 64, 400000",
    "4, 1, 3, 20000",
    "1, 4, 3, 60000",
    "2, 4, 64, 200000",
    "4, 8, 1, 5000",
    "4, 8, 1024, 100000",
    "16, 64, 1, 1000",
    "16, 64, 16, 10000",
    "16, 64, 1024, 20000"
  })
  void losesDoublesAndReordersNothing(int producers, int consumers, int capacity, int each)
      throws Exception {
    Channel<Numbered> channel = new Channel<>(capacity);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<List<Numbered>>> taken = new ArrayList<>();
      for (int c = 0; c < consumers; c++) {
        Random random = new Random(1000 + c);
        taken.add(threads.submit(() -> takeAll(channel, random)));
      }
      List<Future<?>> put = new ArrayList<>();
      for (int p = 0; p < producers; p++) {
        int producer = p;
        put.add(threads.submit(() -> putAll(channel, producer, each, new int[1])));
      }
      for (Future<?> producer : put) {
        producer.get(DEADLINE_SECONDS, SECONDS);
      }
      channel.close();
      BitSet seen = new BitSet(producers * each);
      for (Future<List<Numbered>> consumer : taken) {
        checkAndMark(consumer.get(DEADLINE_SECONDS, SECONDS), producers, each, seen);
      }
      assertThat(seen.cardinality()).isEqualTo(producers * each);
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 4, 1", "4, 8, 16", "4, 8, 1024"})
  void survivesInterruptsAndUnparks(int producers, int consumers, int capacity) throws Exception {
    int each = 5_000;
    Channel<Numbered> channel = new Channel<>(capacity);
    List<Thread> threads = new ArrayList<>();
    BitSet seen = new BitSet(producers * each);
    for (int p = 0; p < producers; p++) {
      int producer = p;
      int[] next = new int[1];
      threads.add(new Thread(() -> untilDone(() -> putAll(channel, producer, each, next))));
    }
    for (int c = 0; c < consumers; c++) {
      Random random = new Random(c);
      threads.add(new Thread(() -> untilDone(() -> takeInto(channel, random, seen, each))));
    }
    AtomicBoolean disturbing = new AtomicBoolean(true);
    Thread disturber = new Thread(() -> disturb(threads, disturbing));
    threads.forEach(Thread::start);
    disturber.start();
    for (Thread producer : threads.subList(0, producers)) {
      producer.join(SECONDS.toMillis(DEADLINE_SECONDS));
      assertThat(producer.isAlive()).isFalse();
    }
    disturbing.set(false);
    disturber.join();
    channel.close();
    for (Thread consumer : threads.subList(producers, threads.size())) {
      consumer.join(SECONDS.toMillis(DEADLINE_SECONDS));
      assertThat(consumer.isAlive()).isFalse();
    }
    assertThat(seen.cardinality()).isEqualTo(producers * each);
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  /** The work must be able to go on where an interrupt found it. */
  private static void untilDone(Work work) {
    while (true) {
      try {
        work.run();
        return;
      } catch (InterruptedException e) {
        Thread.onSpinWait(); // the disturber's; go on
      }
    }
  }

  private static void disturb(List<Thread> threads, AtomicBoolean disturbing) {
    Random random = new Random(7);
    while (disturbing.get()) {
      Thread thread = threads.get(random.nextInt(threads.size()));
      if (random.nextBoolean()) {
        LockSupport.unpark(thread);
      } else {
        thread.interrupt();
      }
      LockSupport.parkNanos(20_000);
    }
  }

  /** Goes on from where {@code next[0]} says. */
  private static Void putAll(Channel<Numbered> channel, int producer, int each, int[] next)
      throws InterruptedException {
    Random random = new Random(producer);
    Numbered[] batch = new Numbered[32];
    while (next[0] < each) {
      int count = Math.min(each - next[0], 1 + random.nextInt(batch.length));
      for (int i = 0; i < count; i++) {
        batch[i] = new Numbered(producer, next[0] + i);
      }
      long timeout = random.nextInt(4) == 0 ? random.nextInt(100_000) : Long.MAX_VALUE;
      next[0] += channel.put(batch, 0, count, timeout);
    }
    return null;
  }

  private static List<Numbered> takeAll(Channel<Numbered> channel, Random random)
      throws InterruptedException {
    List<Numbered> all = new ArrayList<>();
    Numbered[] into = new Numbered[32];
    while (true) {
      int taken = takeSome(channel, random, into);
      if (taken == Channel.CLOSED) {
        return all;
      }
      for (int i = 0; i < taken; i++) {
        all.add(into[i]);
      }
    }
  }

  private static void takeInto(Channel<Numbered> channel, Random random, BitSet seen, int each)
      throws InterruptedException {
    Numbered[] into = new Numbered[32];
    int taken;
    while ((taken = takeSome(channel, random, into)) != Channel.CLOSED) {
      synchronized (seen) {
        for (int i = 0; i < taken; i++) {
          int bit = into[i].producer() * each + into[i].number();
          if (seen.get(bit)) {
            throw new AssertionError("twice: " + into[i]);
          }
          seen.set(bit);
        }
      }
    }
  }

  private static int takeSome(Channel<Numbered> channel, Random random, Numbered[] into)
      throws InterruptedException {
    int max = 1 + random.nextInt(into.length);
    return channel.take(
        into, max, random.nextInt(4) == 0 ? random.nextInt(100_000) : Long.MAX_VALUE);
  }

  private static void checkAndMark(List<Numbered> taken, int producers, int each, BitSet seen) {
    int[] last = new int[producers];
    Arrays.fill(last, -1);
    for (Numbered element : taken) {
      int bit = element.producer() * each + element.number();
      if (element.number() <= last[element.producer()] || seen.get(bit)) {
        throw new AssertionError(
            element + " after " + last[element.producer()] + (seen.get(bit) ? ", twice" : ""));
      }
      last[element.producer()] = element.number();
      seen.set(bit);
    }
  }
}
