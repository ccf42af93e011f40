package io.millrace.broker.message;

import io.millrace.broker.message.HeaderValue.Decimal;
import io.millrace.broker.message.HeaderValue.Flag;
import io.millrace.broker.message.HeaderValue.Nothing;
import io.millrace.broker.message.HeaderValue.Real;
import io.millrace.broker.message.HeaderValue.Sequence;
import io.millrace.broker.message.HeaderValue.Single;
import io.millrace.broker.message.HeaderValue.Table;
import io.millrace.broker.message.HeaderValue.Timestamp;
import io.millrace.broker.message.HeaderValue.Whole;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Headers in their bytes at rest; also arguments, in definitions. Stateless.
 *
 * <pre>
 * headers   count (varint), then per header: name (text), value
 * text      bytes (varint), UTF-8
 * value     tag (1 byte), then
 *           0 nothing, 1 false, 2 true            -
 *           3 single, 4 real                      4, 8 bytes, IEEE 754, in the order of the buffer
 *           5 decimal                             scale (1 byte), unscaled (folded varint)
 *           6 timestamp                           seconds (folded varint)
 *           7 table                               headers
 *           8 sequence                            count (varint), values
 *           9 text, 10 octets                     bytes (varint), bytes
 *           16 + ordinal of the integer's type    folded varint
 * </pre>
 */
public final class HeadersCodec {
  static final byte NOTHING = 0;
  static final byte FALSE = 1;
  static final byte TRUE = 2;
  static final byte SINGLE = 3;
  static final byte REAL = 4;
  static final byte DECIMAL = 5;
  static final byte TIMESTAMP = 6;
  static final byte TABLE = 7;
  static final byte SEQUENCE = 8;
  static final byte TEXT = 9;
  static final byte OCTETS = 10;
  static final byte INTEGER = 16;

  private static final IntegerType[] INTEGERS = IntegerType.values();
  private static final HeaderValueSize SIZE = new HeaderValueSize();

  private HeadersCodec() {}

  /** Exactly how many bytes {@link #write} will write. */
  public static int size(Headers headers) {
    int size = Varint.size(headers.count());
    for (int i = 0; i < headers.count(); i++) {
      size += Utf8.size(headers.name(i)) + 1 + headers.value(i).match(SIZE);
    }
    return size;
  }

  /**
   * @throws java.nio.BufferOverflowException if there is not room for {@link #size}
   */
  public static void write(Headers headers, ByteBuffer to) {
    HeaderValueWriter writer = new HeaderValueWriter(to);
    Varint.write(headers.count(), to);
    for (int i = 0; i < headers.count(); i++) {
      Utf8.write(headers.name(i), to);
      headers.value(i).match(writer);
    }
  }

  /**
   * Reads what {@link #write} wrote, and leaves the position behind it.
   *
   * @throws MalformedMessageException if it is anything else
   */
  public static Headers read(ByteBuffer from) {
    return read(from, 0);
  }

  private static Headers read(ByteBuffer from, int depth) {
    int count = Varint.readLength(from);
    Headers.Builder headers = Headers.builder();
    for (int i = 0; i < count; i++) {
      headers.put(Utf8.read(from), readValue(from, depth));
    }
    return headers.build();
  }

  private static HeaderValue readValue(ByteBuffer from, int depth) {
    byte tag = octet(from);
    return switch (tag) {
      case NOTHING -> Nothing.NOTHING;
      case FALSE -> new Flag(false);
      case TRUE -> new Flag(true);
      case SINGLE -> new Single(Float.intBitsToFloat(need(from, Integer.BYTES).getInt()));
      case REAL -> new Real(Double.longBitsToDouble(need(from, Long.BYTES).getLong()));
      case DECIMAL -> new Decimal(octet(from) & 0xFF, (int) integer(from, IntegerType.INT32));
      case TIMESTAMP -> new Timestamp(integer(from, IntegerType.INT64));
      case TABLE -> new Table(read(from, deeper(depth)));
      case SEQUENCE -> new Sequence(readSequence(from, deeper(depth)));
      case TEXT -> Text.ofBytes(readBytes(from));
      case OCTETS -> Octets.of(readBytes(from));
      default -> readInteger(tag, from);
    };
  }

  private static HeaderValue readInteger(byte tag, ByteBuffer from) {
    if (tag < INTEGER || tag >= INTEGER + INTEGERS.length) {
      throw new MalformedMessageException("no header value has the tag " + tag);
    }
    IntegerType type = INTEGERS[tag - INTEGER];
    return new Whole(type, integer(from, type));
  }

  private static List<HeaderValue> readSequence(ByteBuffer from, int depth) {
    int count = Varint.readLength(from);
    List<HeaderValue> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(readValue(from, depth));
    }
    return values;
  }

  private static int deeper(int depth) {
    if (depth == Headers.MAX_DEPTH) {
      throw new MalformedMessageException("header values are nested too deep");
    }
    return depth + 1;
  }

  static byte[] readBytes(ByteBuffer from) {
    byte[] bytes = new byte[Varint.readLength(from)];
    from.get(bytes);
    return bytes;
  }

  private static long integer(ByteBuffer from, IntegerType type) {
    long value = Varint.unfold(Varint.read(from));
    if (!type.holds(value)) {
      throw new MalformedMessageException(value + " is no " + type);
    }
    return value;
  }

  static byte octet(ByteBuffer from) {
    return need(from, 1).get();
  }

  private static ByteBuffer need(ByteBuffer from, int bytes) {
    if (from.remaining() < bytes) {
      throw new MalformedMessageException("the bytes end within a value");
    }
    return from;
  }
}
