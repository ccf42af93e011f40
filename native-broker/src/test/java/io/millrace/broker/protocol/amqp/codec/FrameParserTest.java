package io.millrace.broker.protocol.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameParserTest {
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void itDoesNotMatterHowTheBytesArrive(
      @ForAll("methods") List<Method> methods, @ForAll("sizes") List<Integer> sizes) {
    byte[] bytes =
        Wire.written(
            out -> methods.forEach(method -> new FrameWriter(4096).method(3, method, out)));
    List<byte[]> parts = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int end = Math.min(bytes.length, at + sizes.get(parts.size() % sizes.size()));
      parts.add(Arrays.copyOfRange(bytes, at, end));
      at = end;
    }

    assertThat(Wire.parse(1 << 20, parts.toArray(byte[][]::new)))
        .isEqualTo(
            methods.stream().<Wire.Got>map(method -> new Wire.GotMethod(3, method)).toList());
  }

  @Test
  void aPartOfABodyIsHandedOverAsItStands() {
    assertThat(Wire.parse(Wire.hex("03 0102 00000003 00ce01 ce")))
        .containsExactly(new Wire.GotBody(0x102, "00ce01"));
  }

  @Test
  void aBodyFrameThatIsNotWholeIsHandedOverUpToItsLastByte() {
    FrameParser parser = new FrameParser(4096);
    List<String> parts = new ArrayList<>();
    Wire.Sink sink =
        new Wire.Sink() {
          @Override
          public void body(int channel, ByteBuf from, int bytes, int left) {
            parts.add(
                channel + " " + ByteBufUtil.hexDump(from, from.readerIndex(), bytes) + " " + left);
          }
        };
    ByteBuf in = Unpooled.buffer();
    for (byte each : Wire.hex("03 0102 00000003 00ce01 ce 03 0103 00000000 ce")) {
      parser.parse(in.writeByte(each), sink);
      parser.parsePart(in, sink);
    }

    assertThat(parts).containsExactly("258 00 2", "258 ce 1", "258 01 0", "259  0");
    assertThat(in.isReadable()).isFalse();
  }

  @Test
  void theLastByteOfABodyIsNotHandedOverWhenItsFrameEndsWrong() {
    FrameParser parser = new FrameParser(4096);
    Wire.Sink sink = new Wire.Sink();
    ByteBuf in = Unpooled.buffer().writeBytes(Wire.hex("03 0102 00000003 00ce01"));
    parser.parse(in, sink);
    parser.parsePart(in, sink);

    assertThatThrownBy(() -> parser.parse(in.writeByte(0xcd), sink))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("a frame ends with cd");
    assertThat(sink.all).containsExactly(new Wire.GotBody(0x102, "00ce"));
  }

  @Test
  void aPartOfABodyFrameThatIsTooLargeIsNotHandedOver() {
    FrameParser parser = new FrameParser(4096);
    Wire.Sink sink = new Wire.Sink();
    ByteBuf in = Unpooled.buffer().writeBytes(Wire.hex("03 0001 00001001 00"));

    assertThatThrownBy(() -> parser.parsePart(in, sink))
        .isInstanceOf(MalformedFrameException.class);
    assertThat(sink.all).isEmpty();
  }

  @Test
  void theSinkNeedNotReadABody() {
    ByteBuf in = Unpooled.wrappedBuffer(Wire.hex("03 0001 00000003 00ce01 ce 08 0000 00000000"));
    List<Integer> unread = new ArrayList<>();
    Wire.Sink sink =
        new Wire.Sink() {
          @Override
          public void body(int channel, ByteBuf from, int bytes, int left) {
            unread.add(from.skipBytes(1).readableBytes());
          }
        };

    new FrameParser(4096).parse(in, sink);

    assertThat(unread).hasSize(1);
    assertThat(in.readableBytes()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "00 0001 00000000 ce, a frame of type 0",
    "04 0001 00000000 ce, a frame of type 4",
    "41 4d51 50000009 01, a frame of type 65",
    "01 0001 00000000 ce, a method frame of 0 bytes",
    "01 0001 00000003 003c00 ce, a method frame of 3 bytes",
    "08 0000 00000000 cd, a frame ends with cd",
    "08 0001 00000000 ce, a heartbeat of 0 bytes on channel 1",
    "08 0000 00000001 00 ce, a heartbeat of 1 bytes on channel 0",
    "03 0001 ffffffff, 'a frame with a payload of 4294967295 bytes, more than 4096'",
    "03 0001 00001001, 'a frame with a payload of 4097 bytes, more than 4096'",
  })
  void whatIsNoFrameIsMalformed(String hex, String reason) {
    assertThatThrownBy(() -> Wire.parse(Wire.hex(hex)))
        .isInstanceOfSatisfying(
            MalformedFrameException.class,
            malformed -> {
              assertThat(malformed.replyCode()).isEqualTo(ReplyCode.FRAME_ERROR);
              assertThat(malformed.text()).isEqualTo(reason);
            });
  }

  @Test
  void aPayloadMayBeAsLargeAsTheLimit() {
    assertThat(Wire.parse(Wire.frame(3, 1, new byte[4096]))).hasSize(1);
  }

  @Test
  void theLimitCountsFromTheNextFrameOn() {
    FrameParser parser = new FrameParser(64);
    ByteBuf in = Unpooled.buffer();
    in.writeBytes(Wire.frame(3, 1, new byte[64])).writeBytes(Wire.frame(3, 1, new byte[100]));
    List<Integer> sizes = new ArrayList<>();
    Wire.Sink sink =
        new Wire.Sink() {
          @Override
          public void body(int channel, ByteBuf from, int bytes, int left) {
            sizes.add(bytes);
            parser.limit(100);
          }
        };

    parser.parse(in, sink);

    assertThat(sizes).containsExactly(64, 100);
  }

  @Test
  void whatWentWellBeforeIsHandedOver() {
    FrameParser parser = new FrameParser(64);
    Wire.Sink sink = new Wire.Sink();
    ByteBuf in = Unpooled.wrappedBuffer(Wire.hex("08 0000 00000000 ce 07 0000 00000000 ce"));

    assertThatThrownBy(() -> parser.parse(in, sink)).isInstanceOf(MalformedFrameException.class);

    assertThat(sink.all).containsExactly(new Wire.GotHeartbeat());
  }

  @Provide
  Arbitrary<List<Method>> methods() {
    return AnyMethod.any().list().ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<Integer>> sizes() {
    return Arbitraries.integers().between(1, 200).list().ofMinSize(1).ofMaxSize(5);
  }
}
