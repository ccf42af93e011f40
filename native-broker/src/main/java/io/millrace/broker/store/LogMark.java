package io.millrace.broker.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The record that begins each batch of the log. It says up to where the log was synced when the
 * batch was written: what stands damaged below that was whole once, and is no torn end.
 *
 * <pre>
 * record of kind 0, queue 0; content: position up to which the log was synced (8)
 * </pre>
 */
final class LogMark {
  static final byte KIND = 0;
  static final int RECORD_BYTES = RecordFormat.HEADER_BYTES + Long.BYTES;

  private LogMark() {}

  /** Writes it at the beginning of the buffer; leaves the buffer's position as it was. */
  static void write(ByteBuffer batch, long synced, CRC32C crc) {
    int end = batch.position();
    batch.position(0);
    RecordFormat.begin(batch, KIND, 0);
    batch.putLong(synced);
    RecordFormat.end(batch, 0, crc);
    batch.position(end);
  }

  /** What a mark says whose record is whole. */
  static long synced(ByteBuffer from, int at) {
    return RecordFormat.content(from, at).getLong();
  }
}
