package io.millrace.kafka.offset;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.settle.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CommitMetadataTest {
  private static final int ROOM = 4_096;

  @Property
  void readsWhatWasWritten(@ForAll("finished") Finished finished) {
    String text = CommitMetadata.write(finished.committed, finished.ranges, Integer.MAX_VALUE);

    assertThat(CommitMetadata.read(finished.committed, text)).isEqualTo(finished.ranges);
  }

  @Property
  void leavesOutTheHighestWhenThereIsNoRoom(
      @ForAll("finished") Finished finished, @ForAll @IntRange(max = 120) int maxChars) {
    String text = CommitMetadata.write(finished.committed, finished.ranges, maxChars);

    assertThat(text.length()).isLessThanOrEqualTo(maxChars);
    List<OffsetRange> read = CommitMetadata.read(finished.committed, text);
    assertThat(read).isEqualTo(finished.ranges.subList(0, read.size()));
  }

  @Property
  void believesNothingThatWasDamaged(
      @ForAll("finished") Finished finished, @ForAll @IntRange(max = 10_000) int place) {
    String text = CommitMetadata.write(finished.committed, finished.ranges, ROOM);
    if (text.isEmpty()) {
      return;
    }
    int at = place % text.length();
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    String damaged = text.substring(0, at) + other + text.substring(at + 1);

    // The last character carries bits that mean nothing, and only those may differ unnoticed.
    assertThat(CommitMetadata.read(finished.committed, damaged))
        .satisfiesAnyOf(
            read -> assertThat(read).isEmpty(),
            read -> assertThat(read).isEqualTo(finished.ranges));
    assertThat(CommitMetadata.read(finished.committed, text.substring(0, at))).isEmpty();
  }

  @Property
  void believesNothingThatIsForeign(@ForAll String text) {
    assertThat(CommitMetadata.read(17, text)).isEmpty();
    assertThat(CommitMetadata.read(17, CommitMetadata.PREFIX + text)).isEmpty();
  }

  @Property
  void describesTenThousandOffsetsHoweverTheyAreFinished(@ForAll("bits") List<Boolean> pattern) {
    List<OffsetRange> ranges = new ArrayList<>();
    for (int i = 1; i < 10_000; i++) {
      if (pattern.get(i % pattern.size())) {
        add(ranges, 5_000_000_000L + i);
      }
    }

    String text = CommitMetadata.write(5_000_000_000L, ranges, ROOM);

    assertThat(CommitMetadata.read(5_000_000_000L, text)).isEqualTo(ranges);
  }

  @Example
  void saysNothingOfAnotherOffset() {
    String text = CommitMetadata.write(100, List.of(new OffsetRange(101, 103)), ROOM);

    assertThat(CommitMetadata.read(99, text)).isEmpty();
  }

  @Example
  void needsNoTextWhenNothingIsFinishedBeyond() {
    assertThat(CommitMetadata.write(100, List.of(), ROOM)).isEmpty();
    assertThat(CommitMetadata.read(100, "")).isEmpty();
  }

  private static void add(List<OffsetRange> ranges, long offset) {
    int last = ranges.size() - 1;
    if (last >= 0 && ranges.get(last).end() == offset) {
      ranges.set(last, new OffsetRange(ranges.get(last).start(), offset + 1));
    } else {
      ranges.add(new OffsetRange(offset, offset + 1));
    }
  }

  record Finished(long committed, List<OffsetRange> ranges) {}

  @Provide
  Arbitrary<Finished> finished() {
    Arbitrary<Long> length =
        Arbitraries.oneOf(
            Arbitraries.longs().between(1, 4),
            Arbitraries.longs().between(1, 5_000),
            Arbitraries.longs().between(1, 1L << 40));
    return Combinators.combine(
            Arbitraries.longs().between(0, 1L << 45), length.list().ofMaxSize(300))
        .as(
            (committed, lengths) -> {
              List<OffsetRange> ranges = new ArrayList<>();
              long at = committed;
              for (int i = 0; i + 1 < lengths.size(); i += 2) {
                long start = at + lengths.get(i);
                at = start + lengths.get(i + 1);
                ranges.add(new OffsetRange(start, at));
              }
              return new Finished(committed, ranges);
            });
  }

  @Provide
  Arbitrary<List<Boolean>> bits() {
    return Arbitraries.of(true, false).list().ofMinSize(1).ofMaxSize(10_000);
  }
}
