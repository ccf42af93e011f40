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

/** Writes the tag and the value to a buffer, which is also what each case returns. */
final class HeaderValueWriter implements HeaderValue.Cases<ByteBuffer> {
  private final ByteBuffer to;

  HeaderValueWriter(ByteBuffer to) {
    this.to = to;
  }

  @Override
  public ByteBuffer nothing(Nothing nothing) {
    return to.put(HeadersCodec.NOTHING);
  }

  @Override
  public ByteBuffer flag(Flag flag) {
    return to.put(flag.value() ? HeadersCodec.TRUE : HeadersCodec.FALSE);
  }

  @Override
  public ByteBuffer whole(Whole whole) {
    to.put((byte) (HeadersCodec.INTEGER + whole.type().ordinal()));
    return integer(whole.value());
  }

  @Override
  public ByteBuffer single(Single single) {
    return to.put(HeadersCodec.SINGLE).putInt(Float.floatToRawIntBits(single.value()));
  }

  @Override
  public ByteBuffer real(Real real) {
    return to.put(HeadersCodec.REAL).putLong(Double.doubleToRawLongBits(real.value()));
  }

  @Override
  public ByteBuffer decimal(Decimal decimal) {
    to.put(HeadersCodec.DECIMAL).put((byte) decimal.scale());
    return integer(decimal.unscaled());
  }

  @Override
  public ByteBuffer timestamp(Timestamp timestamp) {
    to.put(HeadersCodec.TIMESTAMP);
    return integer(timestamp.seconds());
  }

  @Override
  public ByteBuffer table(Table table) {
    to.put(HeadersCodec.TABLE);
    HeadersCodec.write(table.headers(), to);
    return to;
  }

  @Override
  public ByteBuffer sequence(Sequence sequence) {
    to.put(HeadersCodec.SEQUENCE);
    Varint.write(sequence.values().size(), to);
    sequence.values().forEach(value -> value.match(this));
    return to;
  }

  @Override
  public ByteBuffer text(Text text) {
    to.put(HeadersCodec.TEXT);
    return bytes(text.bytes());
  }

  @Override
  public ByteBuffer octets(Octets octets) {
    to.put(HeadersCodec.OCTETS);
    return bytes(octets.bytes());
  }

  private ByteBuffer integer(long value) {
    Varint.write(Varint.fold(value), to);
    return to;
  }

  private ByteBuffer bytes(byte[] bytes) {
    Varint.write(bytes.length, to);
    return to.put(bytes);
  }
}
