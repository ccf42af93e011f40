package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Writes one checkpoint. It is not there before {@link #finish} has returned. */
final class CheckpointWriter {
  private static final int BUFFER_BYTES = 1 << 18;

  private final Disk disk;
  private final long number;
  private final DiskFile file;
  private final CRC32C crc = new CRC32C();
  private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private long flushed;
  private int entries;

  CheckpointWriter(Disk disk, CheckpointFile.Head head) throws IOException {
    this.disk = disk;
    this.number = head.number();
    disk.delete(CheckpointFile.UNFINISHED);
    this.file = disk.create(CheckpointFile.UNFINISHED);
    buffer.putInt(CheckpointFile.MAGIC).putInt(CheckpointFile.VERSION);
    int start = begin(CheckpointFile.HEAD, 0, head.sizeBytes());
    head.write(buffer);
    RecordFormat.end(buffer, start, crc);
  }

  void add(int queue, CheckpointFile.Entry entry) throws IOException {
    int start = begin(CheckpointFile.QUEUE, queue, entry.maxBytes());
    entry.write(buffer);
    RecordFormat.end(buffer, start, crc);
    entries++;
  }

  /** Adds a queue of which nothing is new, as it stands in the checkpoint before. */
  void copy(ByteBuffer block, int at) throws IOException {
    int bytes = (int) RecordFormat.sizeBytes(block, at);
    room(bytes);
    buffer.put(block.slice(at, bytes));
    entries++;
  }

  void finish() throws IOException {
    int start = begin(CheckpointFile.TAIL, 0, Integer.BYTES);
    buffer.putInt(entries);
    RecordFormat.end(buffer, start, crc);
    flush();
    file.sync();
    file.close();
    disk.rename(CheckpointFile.UNFINISHED, CheckpointFile.nameOf(number));
    disk.syncNames();
  }

  void abandon() throws IOException {
    file.close();
    disk.delete(CheckpointFile.UNFINISHED);
  }

  private int begin(byte kind, int queue, int contentBytes) throws IOException {
    room(RecordFormat.HEADER_BYTES + contentBytes);
    int start = buffer.position();
    RecordFormat.begin(buffer, kind, queue);
    return start;
  }

  private void room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
      if (buffer.capacity() < bytes) {
        buffer = ByteBuffer.allocateDirect(bytes);
      }
    }
  }

  private void flush() throws IOException {
    int bytes = buffer.position();
    file.write(buffer.flip(), flushed);
    flushed += bytes;
    buffer.clear();
  }
}
