package io.millrace.broker.protocol.amqp.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Octets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Writes what {@link FieldReader} reads, at the end of a buffer. Stateless. */
final class FieldWriter {
  /** How many bytes a short string has at most. */
  static final int SHORT_STRING_BYTES = 255;

  private FieldWriter() {}

  static void octet(int value, ByteBuf out) {
    out.writeByte(value);
  }

  static void shortInteger(int value, ByteBuf out) {
    out.writeShort(value);
  }

  static void longInteger(long value, ByteBuf out) {
    out.writeInt((int) value);
  }

  static void longLong(long value, ByteBuf out) {
    out.writeLong(value);
  }

  /**
   * Of a text that is too long, which can come from another protocol only or be an explanation, the
   * characters that fit into {@value #SHORT_STRING_BYTES} bytes.
   */
  static void shortString(String text, ByteBuf out) {
    int start = out.writerIndex();
    out.writeByte(0);
    int bytes = ByteBufUtil.writeUtf8(out, text);
    if (bytes > SHORT_STRING_BYTES) {
      bytes = wholeCharacters(out, start + 1);
      out.writerIndex(start + 1 + bytes);
    }
    out.setByte(start, bytes);
  }

  static void longString(String text, ByteBuf out) {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length).writeBytes(bytes);
  }

  static void octets(Octets octets, ByteBuf out) {
    out.writeInt(octets.bytes().length).writeBytes(octets.bytes());
  }

  static void table(Headers table, ByteBuf out) {
    TableWriter.write(table, out);
  }

  /** How many bytes of the text at {@code start} fit and do not end within a character. */
  private static int wholeCharacters(ByteBuf text, int start) {
    int bytes = SHORT_STRING_BYTES;
    while (isWithinCharacter(text.getByte(start + bytes))) {
      bytes--;
    }
    return bytes;
  }

  private static boolean isWithinCharacter(byte octet) {
    return (octet & 0xC0) == 0x80;
  }
}
