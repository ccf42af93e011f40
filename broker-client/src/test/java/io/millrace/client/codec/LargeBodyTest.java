package io.millrace.client.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that come with several reads of a socket. */
class LargeBodyTest {
  private static final int READ_BYTES = 64 << 10;

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new FrameDecoder(FrameLimits.DEFAULT));

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 16_384, 65_535, 65_536, 65_537, 300_000, 1_000_000})
  void comesOutAsItWentInWhereverAReadEnds(int bodyBytes) {
    Random random = new Random(bodyBytes);
    byte[][] bodies = new byte[5][bodyBytes];
    Frame[] frames = new Frame[bodies.length];
    for (int i = 0; i < bodies.length; i++) {
      random.nextBytes(bodies[i]);
      frames[i] = new Frame.Push("queue", i, "", false, 0, bodies[i]);
    }

    receive(Wire.encode(frames));

    for (byte[] body : bodies) {
      Frame.Push push = channel.readInbound();
      assertThat(push.body()).isEqualTo(body);
    }
    assertThat(channel.<Frame>readInbound()).isNull();
  }

  @Test
  void nothingThatWasReadIsKeptForABodyThatIsNotWhole() {
    byte[] bytes = Wire.encode(new Frame.Push("queue", 1, "", false, 0, new byte[1_000_000]));

    List<Long> kept = receive(Arrays.copyOf(bytes, bytes.length - 1));

    assertThat(kept).containsOnly(0L);
    receive(new byte[] {0});
    assertThat(channel.<Frame.Push>readInbound().body()).hasSize(1_000_000);
  }

  /** The bytes of buffers that are held after each read. */
  private List<Long> receive(byte[] bytes) {
    List<Long> kept = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += READ_BYTES) {
      ByteBuf read = allocator.heapBuffer(READ_BYTES);
      read.writeBytes(bytes, at, Math.min(READ_BYTES, bytes.length - at));
      channel.writeInbound(read);
      kept.add(allocator.metric().usedHeapMemory());
    }
    return kept;
  }
}
