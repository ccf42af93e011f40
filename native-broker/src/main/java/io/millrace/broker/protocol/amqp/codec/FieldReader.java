package io.millrace.broker.protocol.amqp.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Octets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Reads the fields of one frame after another, never beyond the end of the frame: a length is held
 * to what is left before anything is made of it. Section 4.2.5.
 *
 * <p>Bytes that are too few or too many are a {@link MalformedFrameException} with {@link
 * ReplyCode#FRAME_ERROR}, values that no field can have one with {@link ReplyCode#SYNTAX_ERROR}.
 * Takes no part in the reference counting of the buffer. For one thread; one for each connection,
 * because it remembers names.
 */
public final class FieldReader {
  /** What a value in a table is taken to hold in memory, beside its bytes. */
  private static final int VALUE_BYTES = 64;

  private final ShortStrings names = new ShortStrings();
  private ByteBuf from = Unpooled.EMPTY_BUFFER;
  private int first;
  private int position;
  private int end;

  /** In tables, of what was read so far. */
  private int valueCount;

  private int classId;
  private int methodId;

  /** Goes on with {@code bytes} bytes at {@code start}, whose own index stays as it is. */
  public void read(ByteBuf buffer, int start, int bytes) {
    from = buffer;
    first = start;
    position = start;
    end = start + bytes;
    valueCount = 0;
    about(0, 0);
  }

  /** Says which method the fields belong to, for the peer to be told if they are malformed. */
  void about(int readClassId, int readMethodId) {
    classId = readClassId;
    methodId = readMethodId;
  }

  /** 0 to 255. */
  public int octet() {
    return from.getUnsignedByte(take(Byte.BYTES));
  }

  /** 0 to 65,535. */
  public int shortInteger() {
    return from.getUnsignedShort(take(Short.BYTES));
  }

  /** 0 to 2<sup>32</sup> - 1. */
  public long longInteger() {
    return from.getUnsignedInt(take(Integer.BYTES));
  }

  /** 64 bits, whose sign is for the caller to see in them or not. */
  public long longLong() {
    return from.getLong(take(Long.BYTES));
  }

  /** Up to 255 bytes of UTF-8. */
  public String shortString() {
    int bytes = octet();
    int start = take(bytes);
    String known = names.ascii(from, start, bytes);
    return known != null ? known : text(start, bytes);
  }

  /** As {@link #shortString}, for what hardly comes twice. */
  String uniqueString() {
    int bytes = octet();
    return text(take(bytes), bytes);
  }

  /** UTF-8. */
  public String longString() {
    int bytes = length();
    return text(take(bytes), bytes);
  }

  /** Any bytes. */
  public Octets octets() {
    return Octets.of(bytes());
  }

  /** The bytes of a long string. */
  byte[] bytes() {
    byte[] bytes = new byte[length()];
    from.getBytes(take(bytes.length), bytes);
    return bytes;
  }

  public Headers table() {
    return TableReader.read(this);
  }

  /** A value of a table comes next. */
  void countValue() {
    valueCount++;
  }

  /** What all that was read since {@link #read} is taken to hold in memory. */
  int heldBytes() {
    return (int) Math.min(Integer.MAX_VALUE, position - first + (long) VALUE_BYTES * valueCount);
  }

  void skipOctet() {
    take(Byte.BYTES);
  }

  void skipShort() {
    take(Short.BYTES);
  }

  void skipShortString() {
    take(octet());
  }

  void skipLongString() {
    take(length());
  }

  boolean isAtEnd() {
    return position == end;
  }

  /**
   * @throws MalformedFrameException if there are bytes behind the last field
   */
  public void expectEnd() {
    if (position != end) {
      throw cut("%d bytes too many".formatted(end - position));
    }
  }

  /**
   * Ends what can be read after the length that comes next; gives back where the end was, for
   * {@link #leave}.
   */
  int enter() {
    int bytes = length();
    int outer = end;
    end = position + bytes;
    return outer;
  }

  void leave(int outer) {
    end = outer;
  }

  /** A field that can be read and has a value that it cannot have. */
  MalformedFrameException malformed(String text) {
    return malformed(ReplyCode.SYNTAX_ERROR, text);
  }

  MalformedFrameException malformed(ReplyCode code, String text) {
    return new MalformedFrameException(code, text, classId, methodId);
  }

  private MalformedFrameException cut(String text) {
    return malformed(ReplyCode.FRAME_ERROR, text);
  }

  /** A length that is there, up to what is left. */
  private int length() {
    long length = longInteger();
    if (length > end - position) {
      throw cut("a field of %d bytes where %d are left".formatted(length, end - position));
    }
    return (int) length;
  }

  private int take(int bytes) {
    int start = position;
    if (bytes > end - start) {
      throw cut("a field of %d bytes where %d are left".formatted(bytes, end - start));
    }
    position = start + bytes;
    return start;
  }

  private String text(int start, int bytes) {
    byte[] copy = new byte[bytes];
    from.getBytes(start, copy);
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(copy)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("a string is not UTF-8");
    }
  }
}
