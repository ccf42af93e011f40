package io.millrace.broker.protocol.amqp.codec;

import io.millrace.fuzz.AllocatedBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/** What a connection brings is frames, or is refused, however it arrives. */
public final class AmqpFrameFuzz {
  private static final Set<ReplyCode> REFUSALS =
      Set.of(ReplyCode.FRAME_ERROR, ReplyCode.SYNTAX_ERROR, ReplyCode.COMMAND_INVALID);

  private AmqpFrameFuzz() {}

  /** Frames, and then the reason of a refusal, or nothing. */
  private record Outcome(List<Wire.Got> frames, String refusal) {}

  public static void fuzzerTestOneInput(byte[] data) {
    AllocatedBytes.atMost(AllocatedBytes.due(data), () -> parse(data));
    Outcome whole = parse(data);
    expect(whole.equals(parse(singly(data))), "bytes that come one by one are the same");
    int place = place(data);
    expect(
        whole.equals(
            parse(Arrays.copyOf(data, place), Arrays.copyOfRange(data, place, data.length))),
        "it does not matter where the bytes are split");
  }

  private static Outcome parse(byte[]... parts) {
    FrameParser parser = new FrameParser(Wire.FRAME_MAX);
    Wire.Sink sink = new Wire.Sink();
    ByteBuf in = Unpooled.buffer();
    try {
      for (byte[] part : parts) {
        in.writeBytes(part);
        parser.parse(in, sink);
      }
      return new Outcome(sink.all, "");
    } catch (MalformedFrameException malformed) {
      expect(REFUSALS.contains(malformed.replyCode()), "a documented code");
      return new Outcome(sink.all, malformed.getMessage());
    }
  }

  private static byte[][] singly(byte[] data) {
    byte[][] bytes = new byte[data.length][];
    for (int i = 0; i < data.length; i++) {
      bytes[i] = new byte[] {data[i]};
    }
    return bytes;
  }

  /** Any place in the data, and for the same data always the same. */
  private static int place(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return (int) (crc.getValue() % (data.length + 1));
  }

  private static void expect(boolean holds, String promise) {
    if (!holds) {
      throw new AssertionError("broken: " + promise);
    }
  }
}
