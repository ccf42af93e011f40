package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Text;
import io.millrace.broker.protocol.amqp.codec.FieldReader;
import io.millrace.broker.protocol.amqp.codec.MalformedFrameException;
import io.millrace.broker.security.Credentials;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/**
 * The mechanism AMQPLAIN, which older clients use: a field table without its length, with the texts
 * {@code LOGIN} and {@code PASSWORD}.
 */
final class Amqplain {
  private static final int MOST_BYTES = 1024;

  private Amqplain() {}

  /** What the client shows; empty if it is nothing of that kind. */
  static Optional<Credentials> credentials(byte[] response) {
    if (response.length > MOST_BYTES) {
      return Optional.empty();
    }
    Headers table;
    try {
      table = table(response);
    } catch (MalformedFrameException noTable) {
      return Optional.empty();
    }
    return table.get("LOGIN") instanceof Text user
            && table.get("PASSWORD") instanceof Text password
            && !user.toString().isEmpty()
        ? Optional.of(new Credentials(user.toString(), password.toString()))
        : Optional.empty();
  }

  private static Headers table(byte[] fields) {
    ByteBuf bytes = Unpooled.buffer(Integer.BYTES + fields.length);
    bytes.writeInt(fields.length).writeBytes(fields);
    FieldReader reader = new FieldReader();
    reader.read(bytes, 0, bytes.readableBytes());
    return reader.table();
  }
}
