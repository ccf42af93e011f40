package io.millrace.broker.store;

import io.millrace.broker.queue.Enqueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of one queue back from log and segments.
 *
 * <p>Not safe for use by several threads. Fails with {@link DamagedStoreException} rather than give
 * out anything but what was written for that offset.
 */
final class MessageReader {
  private final int queue;
  private final RecordReader records;

  /** For the messages of shared records, which stand near other queues' records. */
  private final RecordReader shared;

  private @Nullable Extent extent;

  /** Where in the extent the record begins that was read last. */
  private int cursor;

  MessageReader(int queue, RecordSource log, RecordReader shared) {
    this.queue = queue;
    this.records = new RecordReader(log);
    this.shared = shared;
  }

  int heldBytes() {
    return records.heldBytes();
  }

  /** Reads a message of the log. */
  Enqueue read(RecordSource log, long position, long offset) throws IOException {
    extent = null;
    return decode(log, position, records.find(log, position), offset);
  }

  /** Reads a message of a segment. */
  Enqueue read(Extent in, long offset) throws IOException {
    int at = seek(in, offset);
    records.check(in.segment(), at);
    return decode(in.segment(), in.position() + at, at, offset);
  }

  /** Where in the extent the record of that offset begins; it is not checked yet. */
  private int seek(Extent in, long offset) throws IOException {
    records.hold(in.segment(), in.position(), in.length());
    ByteBuffer block = records.block();
    int at = extent == in && MessageFormat.offsetAt(block, cursor) <= offset ? cursor : 0;
    extent = in;
    while (at + MessageFormat.LEAST_RECORD_BYTES <= block.limit()
        && MessageFormat.offsetAt(block, at) < offset) {
      at += (int) Math.min(RecordFormat.sizeBytes(block, at), block.limit());
    }
    if (at + MessageFormat.LEAST_RECORD_BYTES > block.limit()) {
      extent = null;
      throw in.segment().damaged(in.position(), "no offset " + offset + " up to " + in.last());
    }
    cursor = at;
    return at;
  }

  private Enqueue decode(RecordSource in, long position, int at, long offset) throws IOException {
    ByteBuffer block = records.block();
    byte kind = RecordFormat.kind(block, at);
    if (!MessageFormat.isMessage(kind)
        || RecordFormat.sizeBytes(block, at) < MessageFormat.LEAST_RECORD_BYTES
        || RecordFormat.queue(block, at) != queue
        || MessageFormat.offsetAt(block, at) != offset) {
      throw in.damaged(position, "not offset " + offset + " of queue " + queue);
    }
    ByteBuffer content = RecordFormat.content(block, at);
    return Contents.read(
        in, position, () -> SharedMessage.read(kind, content, in, position, shared));
  }
}
