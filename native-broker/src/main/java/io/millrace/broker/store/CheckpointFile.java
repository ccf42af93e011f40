package io.millrace.broker.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What all queues of a store were like at one point: read once, when the store is opened, and to
 * make the next one from it. Made under another name, synced, then renamed.
 *
 * <pre>
 * magic "MRCP" (4)  version 1 (4)
 * record  kind 32, queue 0: number (8)  log begins at (8)  next queue (4)  segments (4)  { number (8) }*
 * record* kind 33, the queue: stopped (1)  position (8)  length (4)  name, UTF-8  snapshot      any number
 * record  kind 34, queue 0: number of the records of kind 33 (4)
 * </pre>
 *
 * <p>The log's files before "log begins at" are not needed, nor are segments that are not listed. A
 * snapshot knows all of its queue that stands in the log before its position.
 */
final class CheckpointFile {
  static final byte HEAD = 32;
  static final byte QUEUE = 33;
  static final byte TAIL = 34;
  static final int MAGIC = 0x4D524350;
  static final int VERSION = 1;
  static final int PREFIX_BYTES = 8;

  private static final String PREFIX = "checkpoint-";

  /** What a file is called while it is made. */
  static final String UNFINISHED = "unfinished-checkpoint";

  private CheckpointFile() {}

  static String nameOf(long number) {
    return PREFIX + String.format("%016x", number);
  }

  static boolean isName(String name) {
    return name.matches(PREFIX + "[0-9a-f]{16}");
  }

  /** The first record. */
  record Head(long number, long logStart, int nextQueue, List<Long> segments) {

    int sizeBytes() {
      return 24 + Long.BYTES * segments.size();
    }

    void write(ByteBuffer to) {
      to.putLong(number).putLong(logStart).putInt(nextQueue).putInt(segments.size());
      segments.forEach(to::putLong);
    }

    static Head read(ByteBuffer content) {
      long number = content.getLong();
      long logStart = content.getLong();
      int nextQueue = content.getInt();
      List<Long> segments = new ArrayList<>();
      for (int left = content.getInt(); left > 0; left--) {
        segments.add(content.getLong());
      }
      return new Head(number, logStart, nextQueue, segments);
    }
  }

  /** What is known of one queue. Not changed by anybody any more. */
  static final class Entry {
    private final boolean stopped;
    private final long position;
    private final String name;
    private final byte[] snapshot;

    Entry(boolean stopped, long position, String name, byte[] snapshot) {
      this.stopped = stopped;
      this.position = position;
      this.name = name;
      this.snapshot = snapshot;
    }

    boolean stopped() {
      return stopped;
    }

    long position() {
      return position;
    }

    String name() {
      return name;
    }

    byte[] snapshot() {
      return snapshot;
    }

    int maxBytes() {
      return Math.addExact(13 + 3 * name.length(), snapshot.length);
    }

    void write(ByteBuffer to) {
      byte[] bytes = name.getBytes(UTF_8);
      to.put((byte) (stopped ? 1 : 0)).putLong(position).putInt(bytes.length).put(bytes);
      to.put(snapshot);
    }

    static Entry read(ByteBuffer content) {
      boolean stopped = content.get() != 0;
      long position = content.getLong();
      String name = Contents.text(content);
      byte[] snapshot = new byte[content.remaining()];
      content.get(snapshot);
      return new Entry(stopped, position, name, snapshot);
    }
  }

  /** Is shown a record, at an index of a block, which are valid during the call. */
  interface Visitor {
    void visit(ByteBuffer block, int at) throws IOException;
  }

  /**
   * Shows all records of kind {@link #QUEUE}.
   *
   * @return the first record
   * @throws DamagedStoreException unless all of the file is as it was written
   */
  static Head read(Disk disk, String name, Visitor visitor) throws IOException {
    try (DiskFile file = disk.open(name)) {
      FileSource source = new FileSource(name, file);
      ByteBuffer prefix = ByteBuffer.allocate(PREFIX_BYTES);
      if (file.read(prefix, 0) < PREFIX_BYTES || prefix.getInt(0) != MAGIC) {
        throw source.damaged(0, "it is no checkpoint");
      }
      if (prefix.getInt(4) != VERSION) {
        throw source.damaged(4, "version " + prefix.getInt(4) + ", known is " + VERSION);
      }
      return readRecords(source, visitor);
    }
  }

  private static Head readRecords(FileSource source, Visitor visitor) throws IOException {
    RecordReader records = new RecordReader(source);
    int headAt = expect(records, source, PREFIX_BYTES, HEAD);
    Head head =
        Contents.read(
            source, PREFIX_BYTES, () -> Head.read(RecordFormat.content(records.block(), headAt)));
    if (!nameOf(head.number()).equals(source.name())) {
      throw source.damaged(PREFIX_BYTES, "it says that it is " + nameOf(head.number()));
    }
    long position = PREFIX_BYTES + RecordFormat.sizeBytes(records.block(), headAt);
    int entries = 0;
    int at = records.find(source, position);
    while (RecordFormat.kind(records.block(), at) == QUEUE) {
      visit(source, position, visitor, records.block(), at);
      entries++;
      position += RecordFormat.sizeBytes(records.block(), at);
      at = records.find(source, position);
    }
    ByteBuffer tail =
        RecordFormat.content(records.block(), expect(records, source, position, TAIL));
    if (tail.remaining() != Integer.BYTES || tail.getInt() != entries) {
      throw source.damaged(position, "not the number of queues, " + entries);
    }
    return head;
  }

  private static void visit(
      FileSource source, long position, Visitor visitor, ByteBuffer block, int at)
      throws IOException {
    Contents.read(
        source,
        position,
        () -> {
          visitor.visit(block, at);
          return at;
        });
  }

  private static int expect(RecordReader records, FileSource source, long position, byte kind)
      throws IOException {
    int at = records.find(source, position);
    if (RecordFormat.kind(records.block(), at) != kind) {
      throw source.damaged(position, "a record of kind " + RecordFormat.kind(records.block(), at));
    }
    return at;
  }
}
