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
import io.millrace.broker.message.Octets;
import io.millrace.broker.message.Text;
import io.netty.buffer.ByteBuf;

/** Writes what {@link TableReader} reads: the tag and the value, to a buffer, which it returns. */
final class TableWriter implements HeaderValue.Cases<ByteBuf> {
  private final ByteBuf out;

  private TableWriter(ByteBuf out) {
    this.out = out;
  }

  static void write(Headers table, ByteBuf out) {
    if (table.isEmpty()) {
      out.writeInt(0);
    } else {
      new TableWriter(out).write(table);
    }
  }

  private ByteBuf write(Headers headers) {
    int start = begin();
    for (int i = 0; i < headers.count(); i++) {
      FieldWriter.shortString(headers.name(i), out);
      headers.value(i).match(this);
    }
    return end(start);
  }

  @Override
  public ByteBuf nothing(Nothing nothing) {
    return out.writeByte('V');
  }

  @Override
  public ByteBuf flag(Flag flag) {
    return out.writeByte('t').writeBoolean(flag.value());
  }

  @Override
  public ByteBuf whole(Whole whole) {
    return switch (whole.type()) {
      case INT8 -> out.writeByte('b').writeByte((int) whole.value());
      case UINT8 -> out.writeByte('B').writeByte((int) whole.value());
      case INT16 -> out.writeByte('s').writeShort((int) whole.value());
      case UINT16 -> out.writeByte('u').writeShort((int) whole.value());
      case INT32 -> out.writeByte('I').writeInt((int) whole.value());
      case UINT32 -> out.writeByte('i').writeInt((int) whole.value());
      case INT64 -> out.writeByte('l').writeLong(whole.value());
    };
  }

  @Override
  public ByteBuf single(Single single) {
    return out.writeByte('f').writeInt(Float.floatToRawIntBits(single.value()));
  }

  @Override
  public ByteBuf real(Real real) {
    return out.writeByte('d').writeLong(Double.doubleToRawLongBits(real.value()));
  }

  @Override
  public ByteBuf decimal(Decimal decimal) {
    return out.writeByte('D').writeByte(decimal.scale()).writeInt(decimal.unscaled());
  }

  @Override
  public ByteBuf timestamp(Timestamp timestamp) {
    return out.writeByte('T').writeLong(timestamp.seconds());
  }

  @Override
  public ByteBuf table(Table table) {
    out.writeByte('F');
    return write(table.headers());
  }

  @Override
  public ByteBuf sequence(Sequence sequence) {
    out.writeByte('A');
    int start = begin();
    for (HeaderValue value : sequence.values()) {
      value.match(this);
    }
    return end(start);
  }

  @Override
  public ByteBuf text(Text text) {
    return bytes('S', text.bytes());
  }

  @Override
  public ByteBuf octets(Octets octets) {
    return bytes('x', octets.bytes());
  }

  private ByteBuf bytes(char tag, byte[] bytes) {
    return out.writeByte(tag).writeInt(bytes.length).writeBytes(bytes);
  }

  /** Leaves room for a length. */
  private int begin() {
    out.writeInt(0);
    return out.writerIndex();
  }

  /** Writes the length of what came after {@link #begin}. */
  private ByteBuf end(int start) {
    return out.setInt(start - Integer.BYTES, out.writerIndex() - start);
  }
}
