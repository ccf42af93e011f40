package io.millrace.broker.protocol.amqp.codec;

import io.millrace.broker.message.Properties;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What comes between a method with content and the body. Section 4.2.6.1.
 *
 * <pre>
 * class (u16) | weight (u16, 0) | body size (u64, bytes) | flags (u16) | properties
 * </pre>
 *
 * <p>A header that can be read and cannot be is {@link ReplyCode#UNEXPECTED_FRAME}, as section
 * 4.2.6 has it of content that is badly formatted.
 *
 * @param bodySize in bytes; not negative, and as large as the client says
 * @param invalidExpiration the expiration property if it is no number of milliseconds, in which
 *     case {@code properties} have none; otherwise null
 * @param heldBytes what it is taken to hold in memory, which for a table of many small values is
 *     far more than what the client has sent
 */
public record ContentHeader(
    int classId,
    long bodySize,
    Properties properties,
    @Nullable String invalidExpiration,
    int heldBytes) {
  private static final int BASIC = BasicPublish.ID >>> 16;

  /**
   * Reads a header to its end. Of another class than {@code basic}, which no method with content
   * has, the properties are not read.
   *
   * @throws MalformedFrameException if it is none
   */
  public static ContentHeader decode(FieldReader in) {
    int classId = in.shortInteger();
    in.about(classId, 0);
    if (in.shortInteger() != 0) {
      throw in.malformed(ReplyCode.UNEXPECTED_FRAME, "a content header with a weight");
    }
    long bodySize = in.longLong();
    if (bodySize < 0) {
      throw in.malformed(
          ReplyCode.UNEXPECTED_FRAME,
          "a body of %s bytes".formatted(Long.toUnsignedString(bodySize)));
    }
    if (classId != BASIC) {
      return new ContentHeader(classId, bodySize, Properties.NONE, null, in.heldBytes());
    }
    PropertiesReader reader = new PropertiesReader(in);
    Properties properties = reader.read();
    in.expectEnd();
    return new ContentHeader(
        classId, bodySize, properties, reader.invalidExpiration(), in.heldBytes());
  }

  /** Writes a header of class {@code basic}. */
  static void encode(Properties properties, int bodySize, ByteBuf out) {
    out.writeShort(BASIC).writeShort(0).writeLong(bodySize);
    PropertiesWriter.write(properties, out);
  }
}
