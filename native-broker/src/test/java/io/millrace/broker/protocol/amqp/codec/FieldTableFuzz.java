package io.millrace.broker.protocol.amqp.codec;

import io.millrace.broker.message.Headers;
import io.millrace.fuzz.AllocatedBytes;

/** Bytes are a field table, which comes out as it went in, or malformed. */
public final class FieldTableFuzz {
  private FieldTableFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    Headers table;
    try {
      AllocatedBytes.atMost(AllocatedBytes.due(data), () -> read(data));
      table = read(data);
    } catch (MalformedFrameException malformed) {
      return;
    }
    byte[] written = Wire.written(out -> FieldWriter.table(table, out));
    if (written.length != data.length) {
      throw new AssertionError("other bytes are written for " + table);
    }
    if (!read(written).equals(table)) {
      throw new AssertionError("another table than " + table);
    }
  }

  private static Headers read(byte[] bytes) {
    FieldReader in = Wire.reader(bytes);
    Headers table = in.table();
    in.expectEnd();
    return table;
  }
}
