package io.millrace.broker.protocol.amqp.codec;

import io.millrace.broker.message.Properties;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes what {@link PropertiesReader} reads. Properties that only other protocols have are left
 * out. Writes the flags last, when it knows them, to the place before the properties.
 */
final class PropertiesWriter {
  private static final long ABSENT = -1;

  private final ByteBuf out;
  private int flags;

  private PropertiesWriter(ByteBuf out) {
    this.out = out;
  }

  static void write(Properties properties, ByteBuf out) {
    int start = out.writerIndex();
    out.writeShort(0);
    if (properties.equals(Properties.NONE)) {
      return;
    }
    PropertiesWriter writer = new PropertiesWriter(out);
    writer.writeAll(properties);
    out.setShort(start, writer.flags);
  }

  /** In the order of their flags. */
  private void writeAll(Properties properties) {
    text(PropertyFlags.CONTENT_TYPE, properties.contentType());
    text(PropertyFlags.CONTENT_ENCODING, properties.contentEncoding());
    if (properties.hasHeaders()) {
      flags |= PropertyFlags.HEADERS;
      FieldWriter.table(properties.headers(), out);
    }
    octet(PropertyFlags.DELIVERY_MODE, properties.deliveryModeOr((int) ABSENT));
    octet(PropertyFlags.PRIORITY, properties.priorityOr((int) ABSENT));
    text(PropertyFlags.CORRELATION_ID, properties.correlationId());
    text(PropertyFlags.REPLY_TO, properties.replyTo());
    long expirationMillis = properties.expirationMillisOr(ABSENT);
    if (expirationMillis != ABSENT) {
      flags |= PropertyFlags.EXPIRATION;
      FieldWriter.shortString(Long.toString(expirationMillis), out);
    }
    text(PropertyFlags.MESSAGE_ID, properties.messageId());
    OptionalLong timestamp = properties.timestampSeconds();
    if (timestamp.isPresent()) {
      flags |= PropertyFlags.TIMESTAMP;
      out.writeLong(timestamp.getAsLong());
    }
    text(PropertyFlags.TYPE, properties.type());
    text(PropertyFlags.USER_ID, properties.userId());
    text(PropertyFlags.APP_ID, properties.appId());
    text(PropertyFlags.CLUSTER_ID, properties.clusterId());
  }

  private void text(int flag, Optional<String> text) {
    if (text.isPresent()) {
      flags |= flag;
      FieldWriter.shortString(text.get(), out);
    }
  }

  private void octet(int flag, int value) {
    if (value != ABSENT) {
      flags |= flag;
      out.writeByte(value);
    }
  }
}
