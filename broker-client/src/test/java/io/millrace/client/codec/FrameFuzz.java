package io.millrace.client.codec;

import io.millrace.fuzz.AllocatedBytes;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** What a connection brings is frames, or is refused, however it arrives. */
public final class FrameFuzz {
  private static final FrameLimits LIMITS = new FrameLimits(4096, 1024, 200);

  private FrameFuzz() {}

  /** Frames, and then the code of a refusal, or 0. */
  private record Outcome(List<Frame> frames, int code) {}

  public static void fuzzerTestOneInput(byte[] data) {
    AllocatedBytes.atMost(AllocatedBytes.due(data), () -> decode(FrameLimits.DEFAULT, data));
    Outcome whole = decode(LIMITS, data);
    expect(whole.code() == 0 || whole.code() == 400 || whole.code() == 413, "a documented code");
    for (Frame each : whole.frames()) {
      expect(Wire.decode(Wire.encode(each)).equals(List.of(each)), "frames come out as they are");
    }
    expect(whole.equals(decode(LIMITS, singly(data))), "bytes that come one by one are the same");
    int place = place(data);
    expect(
        whole.equals(
            decode(
                LIMITS, Arrays.copyOf(data, place), Arrays.copyOfRange(data, place, data.length))),
        "it does not matter where the bytes are split");
  }

  private static Outcome decode(FrameLimits limits, byte[]... parts) {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(limits));
    int code = 0;
    for (byte[] part : parts) {
      try {
        channel.writeInbound(Unpooled.wrappedBuffer(part));
      } catch (MalformedFrameException refusal) {
        expect(code == 0, "there is one refusal");
        code = refusal.code();
      }
    }
    List<Frame> frames = new ArrayList<>();
    for (Frame each = channel.readInbound(); each != null; each = channel.readInbound()) {
      frames.add(each);
    }
    channel.finishAndReleaseAll();
    return new Outcome(frames, code);
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
