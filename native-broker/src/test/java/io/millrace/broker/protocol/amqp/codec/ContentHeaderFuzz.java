package io.millrace.broker.protocol.amqp.codec;

import io.millrace.fuzz.AllocatedBytes;

/** The payload of a header frame is a header, which comes out as it went in, or malformed. */
public final class ContentHeaderFuzz {
  private ContentHeaderFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    ContentHeader header;
    try {
      AllocatedBytes.atMost(
          AllocatedBytes.due(data), () -> ContentHeader.decode(Wire.reader(data)));
      header = ContentHeader.decode(Wire.reader(data));
    } catch (MalformedFrameException malformed) {
      return;
    }
    byte[] written = Wire.written(out -> ContentHeader.encode(header.properties(), 0, out));
    if (!ContentHeader.decode(Wire.reader(written)).properties().equals(header.properties())) {
      throw new AssertionError("other properties than " + header);
    }
  }
}
