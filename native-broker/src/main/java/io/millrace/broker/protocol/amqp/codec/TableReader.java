package io.millrace.broker.protocol.amqp.codec;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.HeaderValue.Decimal;
import io.millrace.broker.message.HeaderValue.Flag;
import io.millrace.broker.message.HeaderValue.Nothing;
import io.millrace.broker.message.HeaderValue.Real;
import io.millrace.broker.message.HeaderValue.Sequence;
import io.millrace.broker.message.HeaderValue.Single;
import io.millrace.broker.message.HeaderValue.Table;
import io.millrace.broker.message.HeaderValue.Timestamp;
import io.millrace.broker.message.HeaderValue.Whole;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.IntegerType;
import io.millrace.broker.message.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads field tables. Stateless.
 *
 * <pre>
 * table     length (u32, bytes), then pairs: name (short string), value
 * value     tag (1 byte), then
 *           t  flag                    1 byte, false if 0
 *           b, B  8 bits               signed, unsigned
 *           s, u  16 bits              signed, unsigned
 *           I, i  32 bits              signed, unsigned
 *           l, L  64 bits              signed
 *           f, d  floating point       4, 8 bytes, IEEE 754
 *           D  decimal                 scale (u8), unscaled (32 bits)
 *           S  text, x  octets         length (u32, bytes), bytes
 *           A  sequence                length (u32, bytes), values
 *           T  timestamp               64 bits, seconds
 *           F  table                   as above
 *           V  nothing                 -
 * </pre>
 *
 * <p>These are the tags as RabbitMQ and its clients use them, not those of section 4.2.1, which no
 * client follows: there {@code s} is a short string and some signs are the other way round.
 */
final class TableReader {
  private TableReader() {}

  static Headers read(FieldReader in) {
    return readTable(in, 0);
  }

  private static Headers readTable(FieldReader in, int depth) {
    int outer = in.enter();
    if (in.isAtEnd()) {
      in.leave(outer);
      return Headers.EMPTY;
    }
    Headers.Builder headers = Headers.builder();
    while (!in.isAtEnd()) {
      headers.put(in.shortString(), readValue(in, depth));
    }
    in.leave(outer);
    return headers.build();
  }

  private static List<HeaderValue> readSequence(FieldReader in, int depth) {
    int outer = in.enter();
    List<HeaderValue> values = new ArrayList<>();
    while (!in.isAtEnd()) {
      values.add(readValue(in, depth));
    }
    in.leave(outer);
    return values;
  }

  private static HeaderValue readValue(FieldReader in, int depth) {
    in.countValue();
    int tag = in.octet();
    return switch (tag) {
      case 'S' -> Text.ofBytes(in.bytes());
      case 'I' -> new Whole(IntegerType.INT32, (int) in.longInteger());
      case 'i' -> new Whole(IntegerType.UINT32, in.longInteger());
      case 'l', 'L' -> new Whole(IntegerType.INT64, in.longLong());
      case 'b' -> new Whole(IntegerType.INT8, (byte) in.octet());
      case 'B' -> new Whole(IntegerType.UINT8, in.octet());
      case 's' -> new Whole(IntegerType.INT16, (short) in.shortInteger());
      case 'u' -> new Whole(IntegerType.UINT16, in.shortInteger());
      case 't' -> new Flag(in.octet() != 0);
      case 'f' -> new Single(Float.intBitsToFloat((int) in.longInteger()));
      case 'd' -> new Real(Double.longBitsToDouble(in.longLong()));
      case 'D' -> new Decimal(in.octet(), (int) in.longInteger());
      case 'x' -> in.octets();
      case 'T' -> new Timestamp(in.longLong());
      case 'V' -> Nothing.NOTHING;
      case 'F' -> new Table(readTable(in, deeper(in, depth)));
      case 'A' -> new Sequence(readSequence(in, deeper(in, depth)));
      default -> throw in.malformed("no type of field has the tag " + tag);
    };
  }

  private static int deeper(FieldReader in, int depth) {
    if (depth == Headers.MAX_DEPTH) {
      throw in.malformed("tables are nested deeper than " + Headers.MAX_DEPTH);
    }
    return depth + 1;
  }
}
