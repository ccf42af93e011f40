package io.millrace.queue.settle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PrefixTrackerTest {
  private final PrefixTracker tracker = PrefixTracker.startingAt(0);

  @Test
  void prefixMovesPastOffsetsFinishedInOrder() {
    handOut(0, 1, 2);

    tracker.finish(0);
    tracker.finish(1);

    assertThat(tracker.prefix()).isEqualTo(2);
    assertThat(tracker.finishedRanges(10)).isEmpty();
  }

  @Test
  void prefixWaitsForTheFirstUnfinishedAndRangesTellWhatIsBeyond() {
    handOut(0, 1, 2, 3, 4, 5);

    tracker.finish(1);
    tracker.finish(2);
    tracker.finish(4);

    assertThat(tracker.prefix()).isZero();
    assertThat(tracker.finishedRanges(10))
        .containsExactly(new OffsetRange(1, 3), new OffsetRange(4, 5));
    assertThat(tracker.gaps()).isEqualTo(2);
    assertThat(tracker.unfinished()).isEqualTo(3);
  }

  @Test
  void theLongestRangesAreKeptWhenThereAreTooMany() {
    handOut(0, 1, 2, 3, 4, 5);
    tracker.finish(1);
    tracker.finish(3);
    tracker.finish(4);

    assertThat(tracker.finishedRanges(1)).containsExactly(new OffsetRange(3, 5));
  }

  @Test
  void sparseOffsetsArePassedOver() {
    tracker.handOut(100, 150);
    tracker.handOut(200, 210);
    tracker.pass(300);

    tracker.finish(200);
    assertThat(tracker.finishedRanges(10)).containsExactly(new OffsetRange(200, 300));
    tracker.finish(100);

    assertThat(tracker.prefix()).isEqualTo(300);
  }

  @Test
  void oneStuckOffsetCostsNoMemoryForMillionsThatPassIt() {
    tracker.handOut(0, 1);

    for (long offset = 1; offset < 5_000_000; offset++) {
      tracker.handOut(offset, offset + 1);
      tracker.finish(offset);
    }

    assertThat(tracker.capacity()).isLessThanOrEqualTo(512);
    assertThat(tracker.finishedRanges(10)).containsExactly(new OffsetRange(1, 5_000_000));
  }

  @Test
  void aRestoredTrackerLeavesOutWhatWasFinished() {
    PrefixTracker restored =
        PrefixTracker.restore(10, List.of(new OffsetRange(12, 14), new OffsetRange(15, 20)));

    assertThat(restored.firstUnfinished(10)).isEqualTo(10);
    assertThat(restored.firstUnfinished(12)).isEqualTo(14);
    restored.handOut(10, 11);
    restored.handOut(11, 12);
    restored.handOut(14, 15);
    restored.finish(10);
    restored.finish(11);
    assertThat(restored.prefix()).isEqualTo(14);
    restored.finish(14);

    assertThat(restored.prefix()).isEqualTo(20);
  }

  @Test
  void anOffsetIsFinishedOnceAndOnlyWhenHandedOut() {
    handOut(0, 1, 2);
    tracker.finish(1);

    assertThatThrownBy(() -> tracker.finish(1)).hasMessageContaining("offset 1 is not in hand");
    assertThatThrownBy(() -> tracker.finish(7)).hasMessageContaining("offset 7 is not in hand");
    assertThatThrownBy(() -> tracker.handOut(1, 2))
        .hasMessageContaining("offset 1 handed out after 3");
  }

  @Test
  void aRunIsFinishedOnlyWhenAllOfItWasHandedOut() {
    handOut(0, 1, 3);

    assertThatThrownBy(() -> tracker.finish(1, 3)).hasMessageContaining("offset 2 is not in hand");
  }

  @Property(tries = 60)
  void agreesWithASetOfUnfinishedOffsetsAlsoAcrossRestarts(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 700) int window,
      @ForAll @IntRange(min = 1, max = 20) int step) {
    Random random = new Random(seed);
    PrefixTracker tested = PrefixTracker.startingAt(0);
    TreeSet<Long> unfinished = new TreeSet<>();
    TreeSet<Long> finished = new TreeSet<>();
    long next = 0;
    for (int i = 0; i < 3_000; i++) {
      int action = random.nextInt(200);
      if (action == 0) {
        long restartAt = tested.prefix();
        tested = PrefixTracker.restore(restartAt, tested.finishedRanges(Integer.MAX_VALUE));
        unfinished.clear();
        next = restartAt;
      } else if (action < 110 && unfinished.size() < window) {
        long offset = tested.firstUnfinished(next);
        assertThat(finished).doesNotContain(offset);
        tested.handOut(offset, offset + 1);
        unfinished.add(offset);
        next = offset + 1 + (offset % 5 == 0 ? step : 0);
        if (offset % 10 == 0) {
          tested.pass(next);
        }
      } else if (!unfinished.isEmpty()) {
        long offset = pick(unfinished, random);
        long behind = offset;
        while (behind < offset + 1 + random.nextInt(4) && unfinished.remove(behind)) {
          finished.add(behind++);
        }
        tested.finish(offset, behind);
      }
      assertThat(tested.unfinished()).isEqualTo(unfinished.size());
      if (!unfinished.isEmpty()) {
        assertThat(tested.prefix()).isLessThanOrEqualTo(unfinished.first());
      }
      if (i % 100 == 0) {
        assertThat(finished.headSet(tested.prefix()).size() + inRanges(tested, finished))
            .isEqualTo(finished.size());
        List<OffsetRange> ranges = tested.finishedRanges(Integer.MAX_VALUE);
        for (long offset : unfinished) {
          assertThat(ranges).noneMatch(range -> range.start() <= offset && offset < range.end());
        }
      }
    }
  }

  private static int inRanges(PrefixTracker tracker, NavigableSet<Long> finished) {
    int count = 0;
    for (OffsetRange range : tracker.finishedRanges(Integer.MAX_VALUE)) {
      count += finished.subSet(range.start(), range.end()).size();
    }
    return count;
  }

  private static long pick(NavigableSet<Long> unfinished, Random random) {
    // Mostly near the front, as a queue finishes.
    List<Long> first = new ArrayList<>();
    for (long offset : unfinished) {
      first.add(offset);
      if (first.size() == 16) {
        break;
      }
    }
    return random.nextInt(8) == 0 ? unfinished.last() : first.get(random.nextInt(first.size()));
  }

  private void handOut(long... offsets) {
    for (long offset : offsets) {
      tracker.handOut(offset, offset + 1);
    }
  }
}
