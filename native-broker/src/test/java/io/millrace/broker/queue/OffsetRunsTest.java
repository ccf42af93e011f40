package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OffsetRunsTest {
  private final OffsetRuns runs = new OffsetRuns();

  @Test
  void aHundredMillionInARowAreOneRun() {
    runs.addRange(0, 100_000_000);

    assertThat(runs.size()).isEqualTo(100_000_000);
    assertThat(runs).hasToString("{0..99999999}");
  }

  @Test
  void keepsOrderWhenOffsetsComeBack() {
    runs.addRange(0, 10);
    runs.pollFirst();
    runs.pollFirst();
    runs.remove(5);
    runs.add(1);

    assertThat(runs).hasToString("{1..4, 6..9}");
    assertThat(runs.pollFirst()).isEqualTo(1);
  }

  @Test
  void runsReachOverTheChunksTheyAreKeptIn() {
    runs.addRange(4_000, 9_000);
    runs.add(20_000);

    assertThat(runs.runEnd(4_500)).isEqualTo(9_000);
    assertThat(runs.next(9_000)).isEqualTo(20_000);
    assertThat(runs.next(20_001)).isEqualTo(-1);
  }

  @Test
  void aCopyStaysAsItIs() {
    runs.addRange(0, 5_000);
    OffsetRuns copy = runs.copy();

    runs.pollFirst();
    runs.remove(2_500);

    assertThat(copy).isEqualTo(OffsetRuns.ofRange(0, 5_000));
    assertThat(copy).isNotEqualTo(runs);
  }

  @Property(tries = 150)
  void agreesWithASortedSet(@ForAll long seed) {
    Random random = new Random(seed);
    OffsetRuns runs = new OffsetRuns();
    int span = random.nextBoolean() ? 200 : 20_000;
    TreeSet<Long> expected = new TreeSet<>();
    for (int i = 0; i < 600; i++) {
      long offset = random.nextInt(span);
      switch (random.nextInt(6)) {
        case 0 -> assertThat(runs.add(offset)).isEqualTo(expected.add(offset));
        case 1 -> assertThat(runs.remove(offset)).isEqualTo(expected.remove(offset));
        case 2 -> {
          long to = offset + random.nextInt(span / 4);
          runs.addRange(offset, to);
          for (long each = offset; each < to; each++) {
            expected.add(each);
          }
        }
        case 3 -> {
          Long first = expected.pollFirst();
          assertThat(runs.pollFirst()).isEqualTo(first == null ? -1 : first);
        }
        case 4 -> {
          Long next = expected.ceiling(offset);
          assertThat(runs.next(offset)).isEqualTo(next == null ? -1 : next);
        }
        default -> assertThat(runs.contains(offset)).isEqualTo(expected.contains(offset));
      }
      assertThat(runs.size()).isEqualTo(expected.size());
    }
    List<Long> all = new ArrayList<>();
    long[] end = {-1};
    runs.forEachRun(
        (from, to) -> {
          assertThat(from).as("a run that could be longer").isGreaterThan(end[0]);
          end[0] = to;
          for (long offset = from; offset < to; offset++) {
            all.add(offset);
          }
        });
    assertThat(all).containsExactlyElementsOf(expected);
  }
}
