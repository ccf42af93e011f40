package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** Writes one checkpoint. It is not there before {@link #publish} was called. */
final class CheckpointWriter {
  private static final int BUFFER_BYTES = 1 << 18;

  private final Disk disk;
  private final long number;
  private final SequentialFile file;
  private final CRC32C crc = new CRC32C();
  private int entries;

  CheckpointWriter(Disk disk, CheckpointFile.Head head) throws IOException {
    this.disk = disk;
    this.number = head.number();
    disk.delete(CheckpointFile.UNFINISHED);
    this.file = new SequentialFile(disk.create(CheckpointFile.UNFINISHED), BUFFER_BYTES);
    file.room(2 * Integer.BYTES).putInt(CheckpointFile.MAGIC).putInt(CheckpointFile.VERSION);
    write(CheckpointFile.HEAD, 0, head.sizeBytes(), head::write);
  }

  void add(int queue, CheckpointFile.Entry entry) throws IOException {
    write(CheckpointFile.QUEUE, queue, entry.maxBytes(), entry::write);
    entries++;
  }

  /** Adds a queue of which nothing is new, as it stands in the checkpoint before. */
  void copy(ByteBuffer block, int at) throws IOException {
    int bytes = (int) RecordFormat.sizeBytes(block, at);
    file.room(bytes).put(block.slice(at, bytes));
    entries++;
  }

  /** Ends the file and makes it safe. */
  void finish() throws IOException {
    write(CheckpointFile.TAIL, 0, Integer.BYTES, to -> to.putInt(entries));
    file.finish();
  }

  /**
   * Gives a file that is finished the name of a checkpoint.
   *
   * @throws IOException if nobody knows whether it has it
   */
  void publish() throws IOException {
    disk.rename(CheckpointFile.UNFINISHED, CheckpointFile.nameOf(number));
    disk.syncNames();
  }

  /** Gives up a file that is not published. */
  void abandon() throws IOException {
    file.close();
    disk.delete(CheckpointFile.UNFINISHED);
  }

  private void write(byte kind, int queue, int maxBytes, Consumer<ByteBuffer> content)
      throws IOException {
    ByteBuffer to = file.room(RecordFormat.HEADER_BYTES + maxBytes);
    int start = to.position();
    RecordFormat.begin(to, kind, queue);
    content.accept(to);
    RecordFormat.end(to, start, crc);
  }
}
