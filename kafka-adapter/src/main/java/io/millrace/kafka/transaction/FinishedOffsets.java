package io.millrace.kafka.transaction;

import io.millrace.kafka.offset.CommitMetadata;
import io.millrace.queue.settle.OffsetRange;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * The offsets that somebody who reads a commit takes to be finished: exactly those whose outputs
 * belong into its transaction.
 */
final class FinishedOffsets {
  private final long prefix;

  /** Ends by their starts. */
  private final NavigableMap<Long, Long> beyond = new TreeMap<>();

  private FinishedOffsets(long prefix) {
    this.prefix = prefix;
  }

  static FinishedOffsets of(OffsetAndMetadata commit) {
    FinishedOffsets offsets = new FinishedOffsets(commit.offset());
    // What the metadata had no room for is not in it, and waits for a later commit.
    for (OffsetRange range : CommitMetadata.read(commit.offset(), commit.metadata())) {
      offsets.beyond.put(range.start(), range.end());
    }
    return offsets;
  }

  boolean contains(long offset) {
    if (offset < prefix) {
      return true;
    }
    Map.Entry<Long, Long> range = beyond.floorEntry(offset);
    return range != null && offset < range.getValue();
  }
}
