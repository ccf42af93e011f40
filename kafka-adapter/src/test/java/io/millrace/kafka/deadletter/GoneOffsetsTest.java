package io.millrace.kafka.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class GoneOffsetsTest {
  @Property
  void knowsWhatIsGoneAlsoAfterACommit(
      @ForAll @IntRange(max = 20) int prefix,
      @ForAll @Size(max = 60) List<@IntRange(max = 200) Integer> starts) {
    GoneOffsets gone = GoneOffsets.below(prefix);
    BitSet model = new BitSet();
    model.set(0, prefix);
    for (int start : starts) {
      int end = start + 1 + start % 7;
      gone.add(start, end);
      model.set(start, end);
    }
    GoneOffsets again = GoneOffsets.from(gone.toCommit());
    assertThat(gone.prefix()).isEqualTo(model.nextClearBit(0)).isEqualTo(again.prefix());
    for (int offset = 0; offset < 220; offset++) {
      assertThat(gone.contains(offset)).as("%d", offset).isEqualTo(model.get(offset));
      assertThat(again.contains(offset)).as("%d", offset).isEqualTo(model.get(offset));
    }
  }

  @Test
  void longRunsWithOneGapAlwaysFit() {
    GoneOffsets gone = GoneOffsets.below(0);
    gone.add(1, 10_000_000);
    assertThat(gone.fits()).isTrue();
    assertThat(gone.prefix()).isZero();
    gone.add(0, 1);
    assertThat(gone.prefix()).isEqualTo(10_000_000);
  }

  @Test
  void noticesWhenACommitCannotSayItAll() {
    GoneOffsets gone = GoneOffsets.below(0);
    Random random = new Random(1);
    int offset = 1;
    while (gone.fits() && offset < 1_000_000) {
      for (int i = 0; i < 1_000; i++) {
        offset += 1 + random.nextInt(3);
        gone.add(offset, offset + 1);
      }
    }
    assertThat(offset).isBetween(20_000, 100_000);
    assertThat(gone.toCommit().metadata().length())
        .isLessThanOrEqualTo(GoneOffsets.MAX_METADATA_CHARS);
  }

  @Test
  void takesNothingFromForeignMetadata() {
    GoneOffsets gone = GoneOffsets.from(new OffsetAndMetadata(5, "somebody else's"));
    assertThat(gone.prefix()).isEqualTo(5);
    assertThat(gone.contains(6)).isFalse();
  }
}
