package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads what a segment says about itself: enough to find each of its messages. */
final class SegmentFooter {
  private SegmentFooter() {}

  /**
   * All extents of a segment, in the order of the file.
   *
   * @throws DamagedStoreException if the segment does not begin and end as it was written
   */
  static List<SegmentWriter.Written> read(FileSource segment, long number) throws IOException {
    long size = segment.file().sizeBytes();
    ByteBuffer header = ByteBuffer.allocate(Segment.HEADER_BYTES);
    segment.read(header, 0);
    if (header.hasRemaining()
        || header.getInt(0) != Segment.MAGIC
        || header.getInt(16) != Segment.checksum(header, 16)
        || header.getLong(8) != number) {
      throw segment.damaged(0, "it does not begin as a segment");
    }
    if (header.getInt(4) != Segment.VERSION) {
      throw segment.damaged(4, "version " + header.getInt(4) + ", known is " + Segment.VERSION);
    }
    long trailerAt = size - Segment.TRAILER_BYTES;
    ByteBuffer trailer = ByteBuffer.allocate(Segment.TRAILER_BYTES);
    segment.read(trailer, Math.max(0, trailerAt));
    if (trailer.hasRemaining()
        || trailer.getInt(8) != Segment.MAGIC
        || trailer.getInt(12) != Segment.checksum(trailer, 12)) {
      throw segment.damaged(trailerAt, "it does not end as a segment");
    }
    return extents(segment, trailer.getLong(0), trailerAt);
  }

  private static List<SegmentWriter.Written> extents(FileSource segment, long at, long end)
      throws IOException {
    if (at < Segment.HEADER_BYTES || at > end) {
      throw segment.damaged(end, "its list of extents is said to be at " + at);
    }
    RecordReader records = new RecordReader(segment);
    int index = records.find(segment, at);
    ByteBuffer content = RecordFormat.content(records.block(), index);
    if (RecordFormat.kind(records.block(), index) != Segment.EXTENTS
        || at + RecordFormat.sizeBytes(records.block(), index) != end
        || content.remaining() % Segment.EXTENT_BYTES != 0) {
      throw segment.damaged(at, "not the list of extents");
    }
    List<SegmentWriter.Written> extents = new ArrayList<>();
    while (content.hasRemaining()) {
      SegmentWriter.Written extent =
          new SegmentWriter.Written(
              content.getInt(),
              content.getLong(),
              content.getInt(),
              content.getLong(),
              content.getLong(),
              content.getInt());
      if (!isWithin(extent, at)) {
        throw segment.damaged(at, "there can be no such extent: " + extent);
      }
      extents.add(extent);
    }
    return extents;
  }

  private static boolean isWithin(SegmentWriter.Written extent, long end) {
    return extent.position() >= Segment.HEADER_BYTES
        && extent.position() <= end
        && extent.length() >= MessageFormat.LEAST_RECORD_BYTES
        && extent.length() <= end - extent.position()
        && extent.first() >= 0
        && extent.first() <= extent.last()
        && extent.count() > 0;
  }
}
