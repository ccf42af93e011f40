package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Finds records by position. Reads a block at a time, and a larger one each time that the next one
 * is asked for: whoever reads in order pays little for each record, whoever jumps reads little.
 *
 * <p>Not safe for use by several threads. A record is checked each time that it is found.
 */
final class RecordReader {
  private static final int LEAST_BYTES = 1 << 12;
  private static final int MOST_BYTES = 1 << 18;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final CRC32C crc = new CRC32C();
  private ByteBuffer block = NOTHING;
  private RecordSource source;
  private long start;
  private int blockBytes = LEAST_BYTES;

  /**
   * @param source where it expects to read first
   */
  RecordReader(RecordSource source) {
    this.source = source;
  }

  /** How much memory it holds. */
  int heldBytes() {
    return block.capacity();
  }

  /** The bytes at hand, from index 0 to the limit. */
  ByteBuffer block() {
    return block;
  }

  /**
   * Has the record at that position in the block; at which index.
   *
   * @throws DamagedStoreException if there is no undamaged record
   */
  int find(RecordSource in, long position) throws IOException {
    if (!holds(in, position, Long.BYTES)) {
      load(in, position, nextBlockBytes(in, position));
    }
    int at = (int) (position - start);
    if (block.limit() - at < RecordFormat.HEADER_BYTES) {
      load(in, position, LEAST_BYTES);
      at = 0;
      if (block.limit() < RecordFormat.HEADER_BYTES) {
        throw in.damaged(position, "it ends within a record");
      }
    }
    long bytes = RecordFormat.sizeBytes(block, at);
    if (bytes > block.limit() - at) {
      long available = in.available(position);
      if (bytes > Math.min(available, Integer.MAX_VALUE - Long.BYTES)) {
        throw in.damaged(position, "a record of " + bytes + " bytes where there are " + available);
      }
      load(in, position, (int) Math.max(bytes, nextBlockBytes(in, position)));
      at = 0;
    }
    check(in, at);
    return at;
  }

  /** Has all of that stretch in the block, at index 0; nothing of it is checked. */
  void hold(RecordSource in, long position, int bytes) throws IOException {
    if (source == in && start == position && block.limit() == bytes) {
      return;
    }
    load(in, position, bytes);
    if (block.limit() < bytes) {
      throw in.damaged(position, "it ends before " + bytes + " more bytes");
    }
  }

  /** Checks the record at that index of the block. */
  void check(RecordSource in, int at) throws IOException {
    if (!RecordFormat.isWhole(block, at, block.limit(), crc)) {
      throw in.damaged(start + at, "the record there has another checksum");
    }
  }

  private boolean holds(RecordSource in, long position, int bytes) {
    return source == in && position >= start && position + bytes <= start + block.limit();
  }

  private int nextBlockBytes(RecordSource in, long position) {
    long end = start + block.limit();
    boolean inOrder = source == in && position >= start && position <= end + blockBytes;
    blockBytes = inOrder ? Math.min(MOST_BYTES, 2 * blockBytes) : LEAST_BYTES;
    return blockBytes;
  }

  private void load(RecordSource in, long position, int bytes) throws IOException {
    if (block.capacity() < bytes) {
      block = ByteBuffer.allocate(bytes);
    }
    block.clear().limit(bytes);
    source = in;
    start = position;
    try {
      in.read(block, position);
    } catch (IOException | RuntimeException failure) {
      block.position(0);
      throw failure;
    } finally {
      block.flip();
    }
  }
}
