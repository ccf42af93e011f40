package io.millrace.broker.store;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.MessageCodec;
import io.millrace.broker.queue.Enqueue;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads messages whose record may point to the message of another one before it. */
final class SharedMessage {
  private SharedMessage() {}

  /**
   * Reads a message, to be called within {@link Contents#read}.
   *
   * @param kind of the record, which is one of a message
   * @param position of the record
   * @param shared to read the other record with
   */
  static Enqueue read(
      byte kind, ByteBuffer content, RecordSource in, long position, RecordReader shared)
      throws IOException {
    if (kind == MessageFormat.OWN) {
      return MessageFormat.read(content, null);
    }
    int distance = MessageFormat.distance(content);
    if (distance <= 0 || distance > position) {
      throw new IllegalArgumentException("its message stands %d bytes before".formatted(distance));
    }
    return MessageFormat.read(content, messageOf(in, position - distance, shared));
  }

  private static Message messageOf(RecordSource in, long position, RecordReader shared)
      throws IOException {
    int at = shared.find(in, position);
    if (RecordFormat.kind(shared.block(), at) != MessageFormat.OWN) {
      throw in.damaged(position, "not a message, as a shared record says");
    }
    ByteBuffer content = RecordFormat.content(shared.block(), at);
    MessageFormat.readEnvelope(content);
    return MessageCodec.read(content);
  }
}
