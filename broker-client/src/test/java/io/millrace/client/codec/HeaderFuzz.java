package io.millrace.client.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.fuzz.AllocatedBytes;
import java.util.List;

/** What a header says does not depend on who reads it, and is said again by the frame's own. */
public final class HeaderFuzz {
  private static final byte[] BODY = "7".getBytes(UTF_8);
  private static final FrameParser PARSER = new FrameParser(FrameLimits.DEFAULT);

  private HeaderFuzz() {}

  public static void fuzzerTestOneInput(byte[] json) {
    Header plain = new Header();
    Header parsed = new Header();
    boolean isPlain = PlainHeader.read(json, plain);
    boolean isHeader =
        !isRefused(
            () ->
                AllocatedBytes.atMost(
                    AllocatedBytes.due(json), () -> HeaderReader.read(json, parsed)));
    if (isPlain && !(isHeader && plain.equals(parsed))) {
      throw new AssertionError("the parser reads it otherwise: " + new String(json, UTF_8));
    }
    if (isHeader) {
      isRefused(() -> writeAgain(PARSER.parse(parsed, BODY)));
    }
  }

  private static void writeAgain(Frame frame) {
    byte[] bytes = Wire.encode(frame);
    List<Frame> again;
    try {
      again = Wire.decode(bytes);
    } catch (MalformedFrameException refusal) {
      throw new AssertionError("refused when it is written again: " + frame, refusal);
    }
    if (!again.equals(List.of(frame))) {
      throw new AssertionError("another one when it is written again: " + frame + ", " + again);
    }
  }

  private static boolean isRefused(Runnable reading) {
    try {
      reading.run();
      return false;
    } catch (MalformedFrameException refusal) {
      return true;
    }
  }
}
