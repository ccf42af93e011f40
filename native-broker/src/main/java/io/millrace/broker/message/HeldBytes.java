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

/**
 * What properties and header values are taken to hold in memory: for each value the bytes of its
 * texts, and a fixed share for the objects around them, which are more where values are small.
 */
final class HeldBytes implements HeaderValue.Cases<Integer> {
  private static final HeldBytes OF_VALUES = new HeldBytes();

  /** For one value: its object, that of its name, and their places in arrays. */
  private static final int VALUE_BYTES = 64;

  private HeldBytes() {}

  static int of(Object[] properties) {
    int bytes = 0;
    for (Object each : properties) {
      if (each instanceof Headers headers) {
        bytes += of(headers);
      } else if (each instanceof String text) {
        bytes += VALUE_BYTES + text.length();
      } else if (each instanceof byte[] octets) {
        bytes += VALUE_BYTES + octets.length;
      } else {
        bytes += VALUE_BYTES;
      }
    }
    return bytes;
  }

  private static int of(Headers headers) {
    int bytes = VALUE_BYTES;
    for (int i = 0; i < headers.count(); i++) {
      bytes += VALUE_BYTES + headers.name(i).length() + headers.value(i).match(OF_VALUES);
    }
    return bytes;
  }

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
    return 0;
  }

  @Override
  public Integer single(Single single) {
    return 0;
  }

  @Override
  public Integer real(Real real) {
    return 0;
  }

  @Override
  public Integer decimal(Decimal decimal) {
    return 0;
  }

  @Override
  public Integer timestamp(Timestamp timestamp) {
    return 0;
  }

  @Override
  public Integer table(Table table) {
    return of(table.headers());
  }

  @Override
  public Integer sequence(Sequence sequence) {
    int bytes = 0;
    for (HeaderValue each : sequence.values()) {
      bytes += VALUE_BYTES + each.match(this);
    }
    return bytes;
  }

  @Override
  public Integer text(Text text) {
    return text.bytes().length;
  }

  @Override
  public Integer octets(Octets octets) {
    return octets.bytes().length;
  }
}
