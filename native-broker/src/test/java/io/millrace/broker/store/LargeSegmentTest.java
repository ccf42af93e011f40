package io.millrace.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.MessageCodec;
import io.millrace.broker.message.Properties;
import io.millrace.broker.queue.Envelope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** A segment of more bytes than a distance can say. */
class LargeSegmentTest {
  private static final int LARGE_BYTES = 64 << 20;
  private static final Message MESSAGE =
      new Message("", "key", Properties.NONE, OffsetSetQueue.body("mail", 0, 300));

  private final CRC32C crc = new CRC32C();

  @Test
  void writesASharedMessageAgainThatIsTooFarAway() throws IOException {
    ForgetfulDisk disk = new ForgetfulDisk();
    ByteBuffer first = record(MessageFormat.OWN, 1, MessageCodec.size(MESSAGE));
    ByteBuffer large = record(MessageFormat.OWN, 0, LARGE_BYTES);
    ByteBuffer shared = record(MessageFormat.SHARED, 1_000, Integer.BYTES);
    RecordSource log = new Bytes(first);
    SegmentWriter writer = new SegmentWriter(disk, 1);

    writer.add(log, 0, first, 0, new RecordReader(log));
    for (int i = 1; writer.sizeBytes() <= Integer.MAX_VALUE; i++) {
      RecordFormat.begin(large.position(0), MessageFormat.OWN, 1 + i);
      writer.add(log, 10_000L * i, large, 0, new RecordReader(log));
    }
    writer.add(log, 500, shared, 0, new RecordReader(log));
    writer.finish();

    SegmentWriter.Written last = writer.extents().get(writer.extents().size() - 1);
    ByteBuffer end = disk.lastWrite;
    int at = (int) (last.position() - disk.lastPosition);
    assertThat(RecordFormat.isWhole(end, at, end.limit(), crc)).isTrue();
    assertThat(RecordFormat.kind(end, at)).isEqualTo(MessageFormat.OWN);
    ByteBuffer content = RecordFormat.content(end, at);
    MessageFormat.readEnvelope(content);
    assertThat(MessageCodec.read(content).body()).isEqualTo(MESSAGE.body());
  }

  /** A record of a message; a shared one points to the one that stands 500 bytes before it. */
  private ByteBuffer record(byte kind, int queue, int contentBytes) {
    ByteBuffer record = ByteBuffer.allocate(contentBytes + 100);
    RecordFormat.begin(record, kind, queue);
    MessageFormat.writeHead(0, Envelope.plain(MESSAGE.body().length, 0), record);
    if (kind == MessageFormat.SHARED) {
      record.putInt(500);
    } else if (contentBytes < LARGE_BYTES) {
      MessageCodec.write(MESSAGE, record);
    } else {
      record.position(record.position() + contentBytes);
    }
    RecordFormat.end(record, 0, crc);
    return record.limit(record.position());
  }

  /** A log that is this one record. */
  private record Bytes(ByteBuffer bytes) implements RecordSource {
    @Override
    public int read(ByteBuffer to, long position) {
      int count = Math.min(to.remaining(), bytes.limit() - (int) position);
      to.put(bytes.slice((int) position, count));
      return count;
    }

    @Override
    public long available(long position) {
      return bytes.limit() - position;
    }

    @Override
    public DamagedStoreException damaged(long position, String reason) {
      return new DamagedStoreException("log", position, reason);
    }
  }

  /** Keeps of its one file what was written last. */
  private static final class ForgetfulDisk implements Disk, DiskFile {
    private ByteBuffer lastWrite = ByteBuffer.allocate(0);
    private long lastPosition;

    @Override
    public void write(ByteBuffer from, long position) {
      if (from.remaining() < LARGE_BYTES) {
        lastWrite = ByteBuffer.allocate(from.remaining()).put(from).flip();
      }
      from.position(from.limit());
      lastPosition = position;
    }

    @Override
    public DiskFile create(String name) {
      return this;
    }

    @Override
    public void sync() {
      // there is nothing to lose
    }

    @Override
    public void close() {
      // there is nothing to release
    }

    @Override
    public long usableBytes() {
      return Long.MAX_VALUE;
    }

    @Override
    public long totalBytes() {
      return Long.MAX_VALUE;
    }

    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public DiskFile open(String name) {
      throw new UnsupportedOperationException("open " + name);
    }

    @Override
    public void delete(String name) {
      throw new UnsupportedOperationException("delete " + name);
    }

    @Override
    public void rename(String from, String to) {
      throw new UnsupportedOperationException("rename " + from);
    }

    @Override
    public void syncNames() {
      throw new UnsupportedOperationException("syncNames");
    }

    @Override
    public int read(ByteBuffer to, long position) {
      throw new UnsupportedOperationException("read");
    }

    @Override
    public void truncate(long sizeBytes) {
      throw new UnsupportedOperationException("truncate");
    }

    @Override
    public long sizeBytes() {
      throw new UnsupportedOperationException("sizeBytes");
    }
  }
}
