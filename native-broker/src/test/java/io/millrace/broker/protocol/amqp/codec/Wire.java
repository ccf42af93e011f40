package io.millrace.broker.protocol.amqp.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** Frames as bytes, and what comes out of bytes. */
final class Wire {
  /** What every peer takes. */
  static final int FRAME_MAX = ProtocolNumbers.LEAST_FRAME_MAX;

  private Wire() {}

  /** A frame as it came out. */
  sealed interface Got permits GotMethod, GotHeader, GotBody, GotHeartbeat {}

  record GotMethod(int channel, Method method) implements Got {}

  record GotHeader(int channel, ContentHeader header) implements Got {}

  record GotBody(int channel, String hex) implements Got {}

  record GotHeartbeat() implements Got {}

  /** Collects what comes out. */
  static class Sink implements FrameSink {
    final List<Got> all = new ArrayList<>();

    @Override
    public void method(int channel, Method method) {
      all.add(new GotMethod(channel, method));
    }

    @Override
    public void header(int channel, ContentHeader header) {
      all.add(new GotHeader(channel, header));
    }

    @Override
    public void body(int channel, ByteBuf from, int bytes, int left) {
      all.add(new GotBody(channel, ByteBufUtil.hexDump(from, from.readerIndex(), bytes)));
    }

    @Override
    public void heartbeat() {
      all.add(new GotHeartbeat());
    }
  }

  /** What a writer has written. */
  static byte[] written(Consumer<ByteBuf> writing) {
    ByteBuf out = Unpooled.buffer();
    writing.accept(out);
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  static byte[] method(int channel, Method method) {
    return written(out -> new FrameWriter(FRAME_MAX).method(channel, method, out));
  }

  /** A frame of any type with any payload, its size and end as they should be. */
  static byte[] frame(int type, int channel, byte[] payload) {
    return written(
        out ->
            out.writeByte(type)
                .writeShort(channel)
                .writeInt(payload.length)
                .writeBytes(payload)
                .writeByte(ProtocolNumbers.FRAME_END));
  }

  static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  static List<Got> parse(byte[]... parts) {
    return parse(FRAME_MAX, parts);
  }

  /** What comes out when the bytes arrive in these parts. */
  static List<Got> parse(int frameMax, byte[]... parts) {
    FrameParser parser = new FrameParser(frameMax);
    Sink sink = new Sink();
    ByteBuf in = Unpooled.buffer();
    for (byte[] part : parts) {
      in.writeBytes(part);
      parser.parse(in, sink);
      in.discardReadBytes();
    }
    return sink.all;
  }

  static FieldReader reader(byte[] bytes) {
    FieldReader reader = new FieldReader();
    reader.read(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
    return reader;
  }
}
