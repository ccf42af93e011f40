package io.millrace.queue.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class KeyLanesTest {
  private static final class Entry extends LaneEntry<Entry> {
    final String key;
    final int number;

    Entry(String key, int number) {
      super(key);
      this.key = key;
      this.number = number;
    }

    @Override
    public String toString() {
      return key + "#" + number;
    }
  }

  @Test
  void differentKeysOfOneBucketDoNotWaitForEachOther() {
    KeyLanes<Entry> lanes = new KeyLanes<>(1);
    // "Aa" and "BB" have the same hash code.
    assertThat(lanes.enter(new Entry("Aa", 0))).isTrue();
    assertThat(lanes.enter(new Entry("BB", 1))).isTrue();
    assertThat(lanes.enter(new Entry("Aa", 2))).isFalse();
  }

  @Test
  void aQuietKeyLeavesNothingBehind() {
    KeyLanes<Entry> lanes = new KeyLanes<>(16);
    for (int i = 0; i < 10_000; i++) {
      Entry entry = new Entry("key-" + i, i);
      lanes.enter(entry);
      assertThat(lanes.leave(entry)).isNull();
      lanes.forget(entry);
    }
    assertThat(lanes.runningKeys()).isZero();
    assertThat(lanes.knownKeys()).isZero();
    assertThat(lanes.waiting()).isZero();
  }

  @RepeatedTest(200)
  void behavesAsAQueueForEachKey(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    KeyLanes<Entry> lanes = new KeyLanes<>(1 + random.nextInt(4));
    Map<String, Deque<Entry>> model = new HashMap<>(); // first of each: the running one
    List<Entry> running = new ArrayList<>();
    List<Entry> left = new ArrayList<>();
    for (int step = 0; step < 400; step++) {
      if (random.nextInt(5) < 3 || running.isEmpty()) {
        Entry entry = new Entry("k" + random.nextInt(6), step);
        Deque<Entry> lane = model.computeIfAbsent(entry.key, k -> new ArrayDeque<>());
        List<Entry> chain = new ArrayList<>(List.of(entry));
        for (int more = random.nextInt(4); more > 0; more--) {
          Entry next = new Entry(entry.key, step);
          lanes.link(chain.get(chain.size() - 1), next);
          chain.add(next);
        }
        boolean runs = lanes.enter(entry, chain.get(chain.size() - 1), chain.size());
        assertThat(runs).as("seed %s step %s", seed, step).isEqualTo(lane.isEmpty());
        lane.addAll(chain);
        if (runs) {
          running.add(entry);
        }
        continue;
      }
      Entry entry = running.get(random.nextInt(running.size()));
      Deque<Entry> lane = model.get(entry.key);
      assertThat(entriesBehind(lanes, entry))
          .as("seed %s step %s", seed, step)
          .isEqualTo(lane.stream().skip(1).toList());
      running.remove(entry);
      lane.removeFirst();
      Entry next = lanes.leave(entry);
      assertThat(next).as("seed %s step %s", seed, step).isSameAs(lane.peekFirst());
      if (next != null) {
        lanes.began(1);
        running.add(next);
      }
      left.add(entry);
      if (random.nextBoolean()) {
        lanes.forget(left.remove(random.nextInt(left.size())));
      }
    }
    int waiting = model.values().stream().mapToInt(lane -> Math.max(0, lane.size() - 1)).sum();
    assertThat(lanes.waiting()).isEqualTo(waiting);
    assertThat(lanes.runningKeys()).isEqualTo(running.size());
    left.forEach(lanes::forget);
    assertThat(lanes.knownKeys()).isEqualTo(running.size());
  }

  private static List<Entry> entriesBehind(KeyLanes<Entry> lanes, Entry running) {
    List<Entry> behind = new ArrayList<>();
    for (Entry next = lanes.behind(running); next != null; next = lanes.behind(next)) {
      behind.add(next);
    }
    return behind;
  }

  @Test
  void runsEachKeyInOrderUnderManyThreads() throws Exception {
    int perThread = 40_000;
    int workers = 4;
    KeyLanes<Entry> lanes = new KeyLanes<>(64);
    ConcurrentLinkedQueue<Entry> ready = new ConcurrentLinkedQueue<>();
    AtomicInteger left = new AtomicInteger(perThread);
    AtomicBoolean disorder = new AtomicBoolean();
    Map<String, AtomicInteger> lastOfKey = new HashMap<>();
    for (int i = 0; i < 50; i++) {
      lastOfKey.put("k" + i, new AtomicInteger(-1));
    }
    CountDownLatch done = new CountDownLatch(workers);
    for (int w = 0; w < workers; w++) {
      new Thread(
              () -> {
                while (left.get() > 0) {
                  Entry entry = ready.poll();
                  if (entry == null) {
                    Thread.onSpinWait();
                    continue;
                  }
                  if (lastOfKey.get(entry.key).getAndSet(entry.number) >= entry.number) {
                    disorder.set(true);
                  }
                  left.decrementAndGet();
                  Entry next = lanes.leave(entry);
                  if (next != null) {
                    lanes.began(1);
                    ready.add(next);
                  }
                  lanes.forget(entry);
                }
                done.countDown();
              })
          .start();
    }
    Random random = new Random(7);
    for (int i = 0; i < perThread; i++) {
      Entry entry = new Entry("k" + random.nextInt(50), i);
      if (lanes.enter(entry)) {
        ready.add(entry);
      }
    }
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(disorder).isFalse();
    assertThat(lanes.waiting()).isZero();
    assertThat(lanes.knownKeys()).isZero();
  }
}
