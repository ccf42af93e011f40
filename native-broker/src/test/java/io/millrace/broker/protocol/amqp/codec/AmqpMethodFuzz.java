package io.millrace.broker.protocol.amqp.codec;

import io.millrace.fuzz.AllocatedBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** The payload of a method frame is a method, which comes out as it went in, or malformed. */
public final class AmqpMethodFuzz {
  private AmqpMethodFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    Method method;
    try {
      AllocatedBytes.atMost(AllocatedBytes.due(data), () -> decode(Unpooled.wrappedBuffer(data)));
      method = decode(Unpooled.wrappedBuffer(data));
    } catch (MalformedFrameException malformed) {
      return;
    }
    ByteBuf out = Unpooled.buffer().writeInt(method.id());
    method.encode(out);
    if (out.readableBytes() > data.length) {
      throw new AssertionError("more bytes are written for " + method);
    }
    if (!decode(out).equals(method)) {
      throw new AssertionError("another method than " + method);
    }
  }

  private static Method decode(ByteBuf bytes) {
    FieldReader in = new FieldReader();
    in.read(bytes, 0, bytes.readableBytes());
    Method method = Methods.decode(in.shortInteger(), in.shortInteger(), in);
    in.expectEnd();
    return method;
  }
}
