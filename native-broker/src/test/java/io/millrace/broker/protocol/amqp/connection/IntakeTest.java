package io.millrace.broker.protocol.amqp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.protocol.amqp.codec.ContentHeader;
import io.millrace.broker.protocol.amqp.codec.FrameParser;
import io.millrace.broker.protocol.amqp.codec.FrameSink;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.ProtocolHeader;
import io.millrace.broker.transport.ReadStops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private static final int READ_BYTES = 64 << 10;

  /** A prime number, so that it takes long until a read ends with a frame. */
  private static final int FRAME_BYTES = 1021;

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final Bodies bodies = new Bodies();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Intake intake =
      new Intake(new ReadStops(channel), new FrameParser(4096), bodies, allocator);

  /** Counts what comes. */
  private static final class Bodies implements FrameSink {
    private long bytes;

    @Override
    public void method(int channel, Method method) {}

    @Override
    public void header(int channel, ContentHeader header) {}

    @Override
    public void body(int channel, ByteBuf from, int count, int left) {
      bytes += count;
    }

    @Override
    public void heartbeat() {}
  }

  @Test
  void aClientWhoseReadsNeverEndWithAFrameTakesNoMemoryForWhatIsDone() {
    ByteBuf header = allocator.heapBuffer();
    ProtocolHeader.write(header);
    intake.accept(header);
    assertThat(intake.header()).isEqualTo(ProtocolHeader.ACCEPTED);
    intake.parse();

    int frames = 0;
    long most = 0;
    for (int sent = 0; sent < 32 << 20; sent += READ_BYTES) {
      intake.accept(read(sent));
      intake.parse();
      most = Math.max(most, allocator.metric().usedHeapMemory());
      frames = (sent + READ_BYTES) / FRAME_BYTES;
    }

    long partBytes = (32 << 20) % FRAME_BYTES - (FrameParser.OVERHEAD - 1);
    assertThat(bodies.bytes)
        .isEqualTo((long) frames * (FRAME_BYTES - FrameParser.OVERHEAD) + partBytes);
    assertThat(most).isLessThan(1 << 20);
    intake.end();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
  }

  @Test
  void aBodyFrameThatIsNotWholeIsHandedOverAsItComes() {
    intake.accept(allocator.heapBuffer().writeBytes(new byte[] {3, 0, 1, 0, 0, 3, -24}));
    intake.parse();
    for (int part = 0; part < 9; part++) {
      intake.accept(allocator.heapBuffer().writeBytes(new byte[100]));
      intake.parse();

      assertThat(bodies.bytes).isEqualTo(100L * (part + 1));
      assertThat(allocator.metric().usedHeapMemory()).isZero();
    }
    intake.accept(allocator.heapBuffer().writeBytes(new byte[100]).writeByte(0xCE));
    intake.parse();

    assertThat(bodies.bytes).isEqualTo(1_000);
    intake.end();
  }

  /** What one read brings, from so many bytes after the first frame began. */
  private ByteBuf read(int from) {
    ByteBuf read = allocator.heapBuffer(READ_BYTES, READ_BYTES * 1024);
    byte[] frame = new byte[FRAME_BYTES];
    frame[0] = 3;
    frame[2] = 1;
    frame[5] = (byte) ((FRAME_BYTES - FrameParser.OVERHEAD) >> 8);
    frame[6] = (byte) (FRAME_BYTES - FrameParser.OVERHEAD);
    frame[FRAME_BYTES - 1] = (byte) 0xCE;
    for (int at = 0; at < READ_BYTES; ) {
      int start = (from + at) % FRAME_BYTES;
      int bytes = Math.min(FRAME_BYTES - start, READ_BYTES - at);
      read.writeBytes(frame, start, bytes);
      at += bytes;
    }
    return read;
  }
}
