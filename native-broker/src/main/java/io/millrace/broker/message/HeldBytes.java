package io.millrace.broker.message;

import io.millrace.broker.message.HeaderValue.Sequence;
import io.millrace.broker.message.HeaderValue.Table;

/**
 * What properties are taken to hold in memory: for each value its bytes, and a fixed share for the
 * objects around it, which are more where values are small. A value that holds others counts with
 * them.
 */
final class HeldBytes {
  /** For one value: its object, that of its name, and their places in arrays. */
  private static final int VALUE_BYTES = 64;

  private HeldBytes() {}

  static int of(Object[] properties) {
    int bytes = VALUE_BYTES * properties.length;
    for (Object each : properties) {
      if (each instanceof Headers headers) {
        bytes += HeadersCodec.size(headers) + VALUE_BYTES * count(headers);
      } else if (each instanceof String text) {
        bytes += text.length();
      } else if (each instanceof byte[] octets) {
        bytes += octets.length;
      }
    }
    return bytes;
  }

  private static int count(Headers headers) {
    int count = headers.count();
    for (int i = 0; i < headers.count(); i++) {
      count += inside(headers.value(i));
    }
    return count;
  }

  /** How many values are in that one. */
  private static int inside(HeaderValue value) {
    if (value instanceof Table table) {
      return count(table.headers());
    }
    int count = 0;
    if (value instanceof Sequence sequence) {
      for (HeaderValue each : sequence.values()) {
        count += 1 + inside(each);
      }
    }
    return count;
  }
}
