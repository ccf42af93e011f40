package io.millrace.client.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameBufferTest {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final FrameBuffer buffer = new FrameBuffer(allocator);

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 1_100, 20_000})
  void holdsLittleMoreThanTheHeadsOfManyFrames(int bodyBytes) {
    byte[] body = new byte[bodyBytes];
    for (int i = 0; i < 1_000; i++) {
      buffer.add(new Frame.Push("queue", i, "", false, 0, body));
    }
    long copied = bodyBytes > 1_024 ? 0 : 1_000L * bodyBytes;
    long heads = 1_000 * 120;
    // A buffer that grows may be twice as large as what is in it.
    assertThat(held()).isLessThan(2 * (copied + heads) + (64 << 10));
    buffer.clear();
    assertThat(held()).isZero();
  }

  @Test
  void releasesAllThatWasWritten() {
    EmbeddedChannel channel = new EmbeddedChannel();
    ByteBuf all = Unpooled.buffer();
    for (int i = 0; i < 400; i++) {
      buffer.add(new Frame.Push("queue", i, "", false, 0, new byte[i * 7]));
    }
    buffer.writeTo(channel, channel.newPromise());
    assertThat(buffer.isEmpty()).isTrue();
    for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
      all.writeBytes(piece);
      piece.release();
    }
    assertThat(held()).isZero();
    EmbeddedChannel reader = new EmbeddedChannel(new FrameDecoder(FrameLimits.DEFAULT));
    reader.writeInbound(all);
    for (int i = 0; i < 400; i++) {
      Frame.Push push = reader.readInbound();
      assertThat(push.messageId()).isEqualTo(i);
      assertThat(push.body()).hasSize(i * 7);
    }
    channel.finishAndReleaseAll();
    reader.finishAndReleaseAll();
  }

  private long held() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }
}
