package io.millrace.queue.envelope;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The fields of an envelope that is being written. */
final class FieldBytes {
  private static final int MAX_NAME = 0xFFFF;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);

  void add(byte kind, byte[] value) {
    begin(kind, value.length);
    bytes.writeBytes(value);
  }

  void addHeader(byte kind, byte[] name, byte[] value) {
    if (name.length > MAX_NAME) {
      throw new IllegalArgumentException("a header's name of " + name.length + " bytes");
    }
    begin(kind, 2 + name.length + value.length);
    bytes.writeBytes(ByteBuffer.allocate(2).putShort((short) name.length).array());
    bytes.writeBytes(name);
    bytes.writeBytes(value);
  }

  private void begin(byte kind, int length) {
    bytes.writeBytes(ByteBuffer.allocate(1 + 4).put(kind).putInt(length).array());
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
