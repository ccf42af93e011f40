package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Through which one loop appends to the log: gathers the records of a turn into a batch.
 *
 * <p><b>Threads:</b> the loop's only.
 */
final class LogWriter {
  /** A batch of this size is handed over before the turn ends. */
  private static final int FULL_BYTES = 1 << 19;

  private final WriteAheadLog log;
  private final Executor loop;
  private final CRC32C crc = new CRC32C();
  private final ArrayDeque<LogBatch> spare = new ArrayDeque<>();
  private LogBatch batch = new LogBatch(this);
  private int recordStart;
  private long batchNumber;

  LogWriter(WriteAheadLog log, Executor loop) {
    this.log = log;
    this.loop = loop;
  }

  /** Begins a record; the content goes into the buffer that is returned, at its position. */
  ByteBuffer begin(byte kind, int queue, int contentBytes) {
    ByteBuffer buffer = batch.room(RecordFormat.HEADER_BYTES + contentBytes);
    recordStart = buffer.position();
    RecordFormat.begin(buffer, kind, queue);
    return buffer;
  }

  /** Ends the record; where it begins within its batch. */
  int end() {
    RecordFormat.end(batch.buffer(), recordStart, crc);
    return recordStart;
  }

  /** Tells one batch from all others; the objects are used again. */
  long batchNumber() {
    return batchNumber;
  }

  /** The batch that the next record goes into. */
  LogBatch batch() {
    return batch;
  }

  boolean isFull() {
    return batch.sizeBytes() >= FULL_BYTES;
  }

  /**
   * Hands over what was appended. Blocks while too much waits for the disk: that is how the disk's
   * pace reaches whoever fills the loop's mailbox.
   *
   * @throws IOException if the log is unusable
   */
  void flush() throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    LogBatch full = batch;
    LogBatch next = spare.pollFirst();
    batch = next == null ? new LogBatch(this) : next;
    batchNumber++;
    try {
      log.submit(full);
    } catch (IOException failure) {
      full.finish(failure);
      throw failure;
    }
    full.tellPlace();
  }

  /** From the disk-sync thread: the batch is durable, or will never be. */
  void finished(LogBatch done, @Nullable IOException failure) {
    loop.execute(() -> finish(done, failure));
  }

  private void finish(LogBatch done, @Nullable IOException failure) {
    done.finish(failure);
    if (done.buffer().capacity() <= LogBatch.KEPT_BYTES) {
      spare.addFirst(done);
    }
  }
}
