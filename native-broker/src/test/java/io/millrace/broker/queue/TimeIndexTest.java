package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TimeIndexTest {
  private record Entry(long time, long offset) {
    static final Comparator<Entry> ORDER =
        Comparator.comparingLong(Entry::time).thenComparing(Entry::offset);
  }

  @Test
  void nothingHappensEarlyAndNothingMuchLater() {
    TimeIndex index = new TimeIndex();
    index.add(1_001, 7);

    assertThat(index.firstMillis()).isBetween(1_001L, 1_001 + TimeIndex.STEP_MILLIS);
  }

  @Test
  void whatNeverHappensIsNeverDue() {
    assertThat(TimeIndex.step(Envelope.NEVER)).isEqualTo(Envelope.NEVER);
    assertThat(new TimeIndex().firstMillis()).isEqualTo(Envelope.NEVER);
  }

  @Test
  void addingTwiceIsAddingOnce() {
    TimeIndex index = new TimeIndex();
    index.add(100, 1);
    index.add(100, 2);
    index.add(100, 1);

    assertThat(entries(index)).containsExactly(new Entry(112, 1), new Entry(112, 2));
  }

  @Property(tries = 100)
  void agreesWithASortedSet(@ForAll long seed) {
    Random random = new Random(seed);
    TimeIndex index = new TimeIndex();
    TreeSet<Entry> expected = new TreeSet<>(Entry.ORDER);
    int times = random.nextBoolean() ? 3 : 400;
    long next = 0;
    for (int i = 0; i < 3_000; i++) {
      long time = (1 + random.nextInt(times)) * TimeIndex.STEP_MILLIS;
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          index.add(time - random.nextInt(16), next);
          expected.add(new Entry(time, next));
          next += 1 + random.nextInt(2);
        }
        case 2 -> {
          Entry entry = new Entry(time, random.nextInt(3_000));
          Entry near = expected.ceiling(entry);
          Entry removed = near == null || random.nextInt(4) == 0 ? entry : near;
          assertThat(index.remove(removed.time, removed.offset))
              .isEqualTo(expected.remove(removed));
        }
        default -> {
          if (!expected.isEmpty() && random.nextInt(3) == 0) {
            Offsets run = index.pollFirst(3);
            run.forEach(offset -> assertThat(expected.pollFirst().offset()).isEqualTo(offset));
          }
        }
      }
      assertThat(index.firstMillis())
          .isEqualTo(expected.isEmpty() ? Envelope.NEVER : expected.first().time());
    }
    assertThat(entries(index)).containsExactlyElementsOf(expected);
  }

  private static List<Entry> entries(TimeIndex index) {
    List<Entry> entries = new ArrayList<>();
    index.scan(
        0,
        0,
        (time, from, to) -> {
          for (long offset = from; offset < to; offset++) {
            entries.add(new Entry(time, offset));
          }
          return true;
        });
    return entries;
  }
}
