package io.millrace.broker.message;

import java.nio.ByteBuffer;

/**
 * Messages in their bytes at rest. Stateless; whatever keeps the bytes has a version and a
 * checksum.
 *
 * <pre>
 * message   exchange (text), routing key (text), properties, body
 * text      bytes (varint), UTF-8
 * properties as {@link PropertiesCodec} writes them
 * body      bytes (varint), bytes
 * </pre>
 *
 * <p>The body stands last, so that who writes to a file can write all before it and then the body
 * from where it is. A varint has 7 bits a byte, the lowest first; folded, it is signed.
 */
public final class MessageCodec {
  private MessageCodec() {}

  /**
   * Exactly how many bytes {@link #write} will write.
   *
   * @throws ArithmeticException if that is more than an int holds
   */
  public static int size(Message message) {
    return Math.addExact(headSize(message), message.body().length);
  }

  /** How many of them stand before the body. */
  public static int headSize(Message message) {
    return Utf8.size(message.exchange())
        + Utf8.size(message.routingKey())
        + PropertiesCodec.size(message.properties())
        + Varint.size(message.body().length);
  }

  /**
   * Writes at the buffer's position.
   *
   * @throws java.nio.BufferOverflowException if there is not room for {@link #size}
   */
  public static void write(Message message, ByteBuffer to) {
    writeHead(message, to);
    to.put(message.body());
  }

  /** Writes all that stands before the body. */
  public static void writeHead(Message message, ByteBuffer to) {
    Utf8.write(message.exchange(), to);
    Utf8.write(message.routingKey(), to);
    PropertiesCodec.write(message.properties(), to);
    Varint.write(message.body().length, to);
  }

  /**
   * Reads what {@link #write} wrote, and leaves the position behind it.
   *
   * @throws MalformedMessageException if it is anything else; the position is then anywhere
   */
  public static Message read(ByteBuffer from) {
    String exchange = Utf8.read(from);
    String routingKey = Utf8.read(from);
    Properties properties = PropertiesCodec.read(from);
    return new Message(exchange, routingKey, properties, HeadersCodec.readBytes(from));
  }
}
