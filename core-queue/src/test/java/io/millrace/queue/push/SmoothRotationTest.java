package io.millrace.queue.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SmoothRotationTest {
  @Property(tries = 300)
  void everyRoundGivesEachExactlyItsWeightAndNobodyRunsAhead(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 20) Integer> weights) {
    SmoothRotation rotation = new SmoothRotation(weights);
    BitSet all = new BitSet();
    all.set(0, weights.size());
    int total = weights.stream().mapToInt(Integer::intValue).sum();
    int[] turns = new int[weights.size()];
    for (int round = 1; round <= 3; round++) {
      for (int i = 1; i <= total; i++) {
        turns[rotation.next(all, 1)]++;
        for (int w = 0; w < turns.length; w++) {
          double due = (double) weights.get(w) * ((round - 1) * total + i) / total;
          assertThat(turns[w] - due).isBetween(-(double) weights.size(), (double) weights.size());
        }
      }
      for (int w = 0; w < turns.length; w++) {
        assertThat(turns[w]).isEqualTo(round * weights.get(w));
      }
    }
  }

  @Property(tries = 300)
  void choosesCandidatesOnly(
      @ForAll @Size(min = 1, max = 50) List<@IntRange(min = 1, max = 31) Integer> masks) {
    SmoothRotation rotation = new SmoothRotation(List.of(5, 1, 1, 3, 2));
    for (int mask : masks) {
      BitSet candidates = BitSet.valueOf(new long[] {mask});
      assertThat(candidates.get(rotation.next(candidates, 7))).isTrue();
    }
  }
}
