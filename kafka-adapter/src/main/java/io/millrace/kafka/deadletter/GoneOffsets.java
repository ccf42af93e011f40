package io.millrace.kafka.deadletter;

import io.millrace.kafka.offset.CommitMetadata;
import io.millrace.queue.settle.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * The offsets of one partition whose dead letters are gone: all below the {@link #prefix}, and some
 * beyond it. Belongs to one thread.
 */
final class GoneOffsets {
  /** What a broker keeps with an offset unless told otherwise (offset.metadata.max.bytes). */
  static final int MAX_METADATA_CHARS = 4096;

  private long prefix;

  /** Ranges beyond the prefix, not touching it or one another: start to end, end excluded. */
  private final NavigableMap<Long, Long> beyond;

  private GoneOffsets(long prefix, NavigableMap<Long, Long> beyond) {
    this.prefix = prefix;
    this.beyond = beyond;
  }

  static GoneOffsets below(long prefix) {
    return new GoneOffsets(prefix, new TreeMap<>());
  }

  /** Those that were committed. */
  static GoneOffsets from(OffsetAndMetadata committed) {
    GoneOffsets gone = below(committed.offset());
    CommitMetadata.read(committed.offset(), committed.metadata())
        .forEach(range -> gone.add(range.start(), range.end()));
    return gone;
  }

  GoneOffsets copy() {
    return new GoneOffsets(prefix, new TreeMap<>(beyond));
  }

  /** The first offset that is not gone. */
  long prefix() {
    return prefix;
  }

  boolean contains(long offset) {
    Map.Entry<Long, Long> range = beyond.floorEntry(offset);
    return offset < prefix || (range != null && offset < range.getValue());
  }

  /** Adds those from {@code start}, included, to {@code end}, excluded. */
  void add(long start, long end) {
    long from = start;
    long to = end;
    Map.Entry<Long, Long> before = beyond.floorEntry(from);
    if (before != null && before.getValue() >= from) {
      from = before.getKey();
      to = Math.max(to, before.getValue());
    }
    for (Map.Entry<Long, Long> next = beyond.ceilingEntry(from);
        next != null && next.getKey() <= to;
        next = beyond.ceilingEntry(from)) {
      to = Math.max(to, next.getValue());
      beyond.remove(next.getKey());
    }
    if (from <= prefix) {
      prefix = Math.max(prefix, to);
    } else {
      beyond.put(from, to);
    }
  }

  /** Whether a commit can say all of it. */
  boolean fits() {
    List<OffsetRange> ranges = ranges();
    return ranges.equals(CommitMetadata.read(prefix, metadata(ranges)));
  }

  OffsetAndMetadata toCommit() {
    return new OffsetAndMetadata(prefix, metadata(ranges()));
  }

  private String metadata(List<OffsetRange> ranges) {
    return CommitMetadata.write(prefix, ranges, MAX_METADATA_CHARS);
  }

  private List<OffsetRange> ranges() {
    List<OffsetRange> ranges = new ArrayList<>(beyond.size());
    beyond.forEach((start, end) -> ranges.add(new OffsetRange(start, end)));
    return ranges;
  }
}
