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

/** How many bytes of a value at rest follow its tag. */
final class HeaderValueSize implements HeaderValue.Cases<Integer> {
  @Override
  public Integer nothing(Nothing nothing) {
    return 0;
  }

  @Override
  public Integer flag(Flag flag) {
    return 0;
  }

  @Override
  public Integer whole(Whole whole) {
    return Varint.size(Varint.fold(whole.value()));
  }

  @Override
  public Integer single(Single single) {
    return Float.BYTES;
  }

  @Override
  public Integer real(Real real) {
    return Double.BYTES;
  }

  @Override
  public Integer decimal(Decimal decimal) {
    return 1 + Varint.size(Varint.fold(decimal.unscaled()));
  }

  @Override
  public Integer timestamp(Timestamp timestamp) {
    return Varint.size(Varint.fold(timestamp.seconds()));
  }

  @Override
  public Integer table(Table table) {
    return HeadersCodec.size(table.headers());
  }

  @Override
  public Integer sequence(Sequence sequence) {
    int size = Varint.size(sequence.values().size());
    for (HeaderValue value : sequence.values()) {
      size += 1 + value.match(this);
    }
    return size;
  }

  @Override
  public Integer text(Text text) {
    return sizeOf(text.bytes());
  }

  @Override
  public Integer octets(Octets octets) {
    return sizeOf(octets.bytes());
  }

  private static int sizeOf(byte[] bytes) {
    return Varint.size(bytes.length) + bytes.length;
  }
}
