package io.millrace.kafka.offset;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.settle.OffsetRange;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What version 1 wrote must be read for ever: commits outlive the program that made them. */
class CommitMetadataVersion1Test {
  private static final int ROOM = 4_096;

  @Test
  void runs() {
    List<OffsetRange> ranges = List.of(new OffsetRange(43, 44), new OffsetRange(50, 1_000));
    String golden = "millrace1:AAEBBrYH53b-Lw";

    assertThat(CommitMetadata.read(42, golden)).isEqualTo(ranges);
    assertThat(CommitMetadata.write(42, ranges, ROOM)).isEqualTo(golden);
  }

  @Test
  void bitmap() {
    List<OffsetRange> ranges = ranges(50, i -> new OffsetRange(1_001 + 2 * i, 1_002 + 2 * i));
    String golden = "millrace1:AaqqqqqqqqqqqqqqqgpyUcUM";

    assertThat(CommitMetadata.read(1_000, golden)).isEqualTo(ranges);
    assertThat(CommitMetadata.write(1_000, ranges, ROOM)).isEqualTo(golden);
  }

  /** Only read: what deflating makes may differ between versions of the library. */
  @Test
  void deflatedRuns() {
    assertThat(CommitMetadata.read(1_000, "millrace1:AmP_y5Y91BAA4dKEyQ"))
        .isEqualTo(ranges(60, i -> new OffsetRange(1_007 + 1_000 * i, 1_900 + 1_000 * i)));
  }

  @Test
  void deflatedBitmap() {
    assertThat(CommitMetadata.read(1_000, "millrace1:A5uk4jlp8CEA5ysYcQ"))
        .isEqualTo(ranges(400, i -> new OffsetRange(1_001 + 3 * i, 1_002 + 3 * i)));
  }

  @Test
  void formsOfLaterVersionsSayNothing() {
    assertThat(CommitMetadata.read(42, "millrace2:AAEBBrYH53b-Lw")).isEmpty();
  }

  private static List<OffsetRange> ranges(int count, LongFunction<OffsetRange> range) {
    return LongStream.range(0, count).mapToObj(range).toList();
  }
}
