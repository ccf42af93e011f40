package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves what must stay out of the files that a checkpoint gives up, into one new segment.
 *
 * <p>Not safe for use by several threads.
 */
final class Mover {
  private final Disk disk;
  private final WriteAheadLog log;
  private final long number;
  private final RecordReader records;
  private final RecordReader origins;
  private @Nullable SegmentWriter writer;

  /**
   * @param number of the new segment
   */
  Mover(Disk disk, WriteAheadLog log, long number) {
    this.disk = disk;
    this.log = log;
    this.number = number;
    this.records = new RecordReader(log);
    this.origins = new RecordReader(log);
  }

  /** Moves the messages of one queue. */
  void move(List<Survivors> survivors) throws IOException {
    SegmentWriter to = writer();
    to.breakExtent();
    for (Survivors some : survivors) {
      if (some.apart()) {
        to.breakExtent();
      }
      Extent extent = some.extent();
      if (extent == null) {
        moveFromLog(some.positions(), to);
      } else {
        moveFromExtent(extent, some.offsets(), to);
      }
    }
  }

  private void moveFromLog(long[] positions, SegmentWriter to) throws IOException {
    for (long position : positions) {
      int at = records.find(log, position);
      to.add(log, position, records.block(), at, origins);
    }
  }

  private void moveFromExtent(Extent extent, long[] offsets, SegmentWriter to) throws IOException {
    Segment segment = extent.segment();
    records.hold(segment, extent.position(), extent.length());
    ByteBuffer block = records.block();
    int next = 0;
    int at = 0;
    while (next < offsets.length && at < block.limit()) {
      records.check(segment, at);
      if (MessageFormat.offsetAt(block, at) == offsets[next]) {
        to.add(segment, extent.position() + at, block, at, origins);
        next++;
      }
      at += (int) RecordFormat.sizeBytes(block, at);
    }
    if (next < offsets.length) {
      throw segment.damaged(extent.position(), "no offset " + offsets[next] + " in " + extent);
    }
  }

  private SegmentWriter writer() throws IOException {
    SegmentWriter existing = writer;
    if (existing == null) {
      existing = new SegmentWriter(disk, number);
      writer = existing;
    }
    return existing;
  }

  /** Makes the segment safe; null if there was nothing to move. */
  @Nullable SegmentWriter finish() throws IOException {
    SegmentWriter written = writer;
    if (written != null) {
      written.finish();
    }
    return written;
  }

  /** Gives up the segment, finished or not. */
  void abandon() throws IOException {
    if (writer != null) {
      writer.abandon();
    }
  }
}
