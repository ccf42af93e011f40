package io.millrace.queue.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One thread, random operations, and a naive model that must agree after each of them. */
class ChannelModelTest {
  private final ArrayDeque<Integer> model = new ArrayDeque<>();
  private int nextElement;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 64, 1000, 5000})
  void behavesLikeADequeWithABound(int capacity) throws InterruptedException {
    for (long seed = 0; seed < 40; seed++) {
      model.clear();
      Random random = new Random(seed);
      Channel<Integer> channel = new Channel<>(capacity);
      for (int step = 0; step < 500; step++) {
        apply(random, channel, "capacity " + capacity + ", seed " + seed + ", step " + step);
      }
    }
  }

  private void apply(Random random, Channel<Integer> channel, String where)
      throws InterruptedException {
    int most = 1 + random.nextInt(2 * channel.capacity());
    int from = random.nextInt(3);
    Integer[] batch = batch(from + random.nextInt(most + 1));
    int to = batch.length;
    from = Math.min(from, to);
    switch (random.nextInt(8)) {
      case 0, 1 -> accept(channel, batch, from, channel.offer(batch, from, to), where);
      case 2 -> accept(channel, batch, from, channel.put(batch, from, to, 0), where);
      case 3 -> {
        channel.force(batch, from, to);
        model.addAll(Arrays.asList(batch).subList(from, to));
      }
      case 4 -> {
        channel.forceFirst(batch, from, to);
        for (int i = to - 1; i >= from; i--) {
          model.addFirst(batch[i]);
        }
      }
      case 5 -> {
        channel.force(nextElement);
        model.add(nextElement++);
      }
      default -> {
        Integer[] into = new Integer[most * 2];
        int taken =
            random.nextBoolean()
                ? channel.poll(into, into.length)
                : channel.take(into, into.length, 0);
        List<Integer> expected = new ArrayList<>();
        while (expected.size() < into.length && !model.isEmpty()) {
          expected.add(model.poll());
        }
        assertThat(Arrays.asList(into).subList(0, taken)).as(where).isEqualTo(expected);
      }
    }
    assertThat(channel.size()).as(where).isEqualTo(model.size());
    assertThat(channel.room()).as(where).isEqualTo(Math.max(0, channel.capacity() - model.size()));
  }

  private void accept(
      Channel<Integer> channel, Integer[] batch, int from, int accepted, String where) {
    int fits = Math.max(0, Math.min(batch.length - from, channel.capacity() - model.size()));
    assertThat(accepted).as(where).isEqualTo(fits);
    model.addAll(Arrays.asList(batch).subList(from, from + accepted));
  }

  private Integer[] batch(int length) {
    Integer[] batch = new Integer[length];
    Arrays.setAll(batch, i -> nextElement++);
    return batch;
  }
}
