package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Writes one segment: the checkpoint thread moves into it what is to stay. {@link Segment} draws
 * the file. A message that several queues share is written once here too.
 */
final class SegmentWriter {
  private static final int BUFFER_BYTES = 1 << 20;

  /** From this size on of a record, its message may be shared. */
  private static final int SHARED_FROM_BYTES = 256;

  private final Disk disk;
  private final long number;
  private final String name;
  private final SequentialFile file;
  private final CRC32C crc = new CRC32C();
  private final Map<Place, Long> moved = new HashMap<>();
  private final List<Written> extents = new ArrayList<>();

  private int queue;
  private long extentStart;
  private long first;
  private long last;
  private int count;

  /** An extent as it was written. */
  record Written(int queue, long position, int length, long first, long last, int count) {
    Extent in(Segment segment) {
      return new Extent(segment, position, length, first, last, count);
    }
  }

  private record Place(RecordSource source, long position) {}

  SegmentWriter(Disk disk, long number) throws IOException {
    this.disk = disk;
    this.number = number;
    this.name = Segment.nameOf(number);
    this.file = new SequentialFile(disk.create(name), BUFFER_BYTES);
    ByteBuffer buffer = file.room(Segment.HEADER_BYTES);
    buffer.putInt(Segment.MAGIC).putInt(Segment.VERSION).putLong(number);
    buffer.putInt(Segment.checksum(buffer, buffer.position()));
  }

  /** What comes next stands in an extent of its own. */
  void breakExtent() {
    if (count > 0) {
      int length = (int) (position() - extentStart);
      extents.add(new Written(queue, extentStart, length, first, last, count));
      count = 0;
    }
  }

  /**
   * Adds the message of a record; those of a queue one behind the other, by ascending offset.
   *
   * @param in where the record stands, at {@code position}
   * @param block its bytes, which were checked, at index {@code at}
   * @param origins to read the records that shared ones point to
   */
  void add(RecordSource in, long position, ByteBuffer block, int at, RecordReader origins)
      throws IOException {
    boolean isShared = RecordFormat.kind(block, at) == MessageFormat.SHARED;
    ByteBuffer content = RecordFormat.content(block, at);
    long origin = isShared ? position - MessageFormat.distance(content) : position;
    int bytes = (int) RecordFormat.sizeBytes(block, at);
    boolean mayBeShared = isShared || bytes >= SHARED_FROM_BYTES;
    Long written = mayBeShared ? moved.get(new Place(in, origin)) : null;
    startRecord(RecordFormat.queue(block, at), MessageFormat.offset(content), bytes);
    // A distance has four bytes: what is farther away is written once more.
    if (written != null && position() - written <= Integer.MAX_VALUE) {
      writeShared(block, at, (int) (position() - written));
      return;
    }
    if (mayBeShared) {
      moved.put(new Place(in, origin), position());
    }
    if (isShared) {
      int originAt = origins.find(in, origin);
      writeOwn(block, at, RecordFormat.content(origins.block(), originAt));
    } else {
      file.room(bytes).put(block.slice(at, bytes));
    }
  }

  private void startRecord(int ofQueue, long offset, int bytes) {
    if (count > 0 && (ofQueue != queue || position() - extentStart + bytes > Extent.MAX_BYTES)) {
      breakExtent();
    }
    if (count == 0) {
      queue = ofQueue;
      extentStart = position();
      first = offset;
    } else if (offset <= last) {
      throw new IllegalStateException("offset " + offset + " came after " + last);
    }
    last = offset;
    count++;
  }

  private void writeShared(ByteBuffer block, int at, int distance) throws IOException {
    ByteBuffer head = head(block, at);
    ByteBuffer to = file.room(RecordFormat.HEADER_BYTES + head.remaining() + Integer.BYTES);
    int start = to.position();
    RecordFormat.begin(to, MessageFormat.SHARED, queue);
    to.put(head).putInt(distance);
    RecordFormat.end(to, start, crc);
  }

  private void writeOwn(ByteBuffer block, int at, ByteBuffer origin) throws IOException {
    MessageFormat.readEnvelope(origin);
    ByteBuffer head = head(block, at);
    ByteBuffer to = file.room(RecordFormat.HEADER_BYTES + head.remaining() + origin.remaining());
    int start = to.position();
    RecordFormat.begin(to, MessageFormat.OWN, queue);
    to.put(head).put(origin);
    RecordFormat.end(to, start, crc);
  }

  private static ByteBuffer head(ByteBuffer block, int at) {
    ByteBuffer content = RecordFormat.content(block, at);
    MessageFormat.readEnvelope(content);
    return content.flip();
  }

  /** Ends the file and makes it safe. */
  void finish() throws IOException {
    breakExtent();
    long footerAt = position();
    ByteBuffer to = file.room(RecordFormat.HEADER_BYTES + extents.size() * Segment.EXTENT_BYTES);
    int start = to.position();
    RecordFormat.begin(to, Segment.EXTENTS, 0);
    for (Written extent : extents) {
      to.putInt(extent.queue).putLong(extent.position).putInt(extent.length);
      to.putLong(extent.first).putLong(extent.last).putInt(extent.count);
    }
    RecordFormat.end(to, start, crc);
    ByteBuffer trailer = ByteBuffer.allocate(Segment.TRAILER_BYTES);
    trailer.putLong(footerAt).putInt(Segment.MAGIC);
    trailer.putInt(Segment.checksum(trailer, trailer.position()));
    file.room(Segment.TRAILER_BYTES).put(trailer.flip());
    file.finish();
  }

  /** What stands where. */
  List<Written> extents() {
    return extents;
  }

  /** Gives up the file, finished or not. */
  void abandon() throws IOException {
    file.close();
    disk.delete(name);
  }

  long number() {
    return number;
  }

  long sizeBytes() {
    return position();
  }

  private long position() {
    return file.position();
  }
}
