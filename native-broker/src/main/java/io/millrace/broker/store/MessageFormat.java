package io.millrace.broker.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.MessageCodec;
import io.millrace.broker.queue.Enqueue;
import io.millrace.broker.queue.Envelope;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The content of a record that holds a message of a queue, in the log and in segments:
 *
 * <pre>
 * offset (8)  flags (1)  size (4)  enqueued at (8)
 * priority (1)                       if flag 1
 * expires at (8)                     if flag 2
 * due at (8)                         if flag 4
 * length (4)  group, UTF-8           if flag 8
 * length (4)  deduplication id       if flag 16
 * distance (4)                       in a shared record: so many bytes before this record begins another
 *                                    of the same file, with the same message
 * message                            in a record of its own, as {@link MessageCodec} draws it
 * </pre>
 *
 * <p>Times in milliseconds since the epoch.
 */
final class MessageFormat {
  /** A record with a message. */
  static final byte OWN = 1;

  /** A record that points to the message of another queue's record. */
  static final byte SHARED = 2;

  /** A record of a message is never shorter. */
  static final int LEAST_RECORD_BYTES = RecordFormat.HEADER_BYTES + 21;

  private static final int FIXED_BYTES = 21;
  private static final int PRIORITY = 1;
  private static final int EXPIRES = 2;
  private static final int DUE = 4;
  private static final int GROUP = 8;
  private static final int ID = 16;

  private MessageFormat() {}

  static boolean isMessage(byte kind) {
    return kind == OWN || kind == SHARED;
  }

  /** At most how many bytes stand before the message or the distance. */
  static int maxHeadBytes(Envelope envelope) {
    return FIXED_BYTES + 17 + maxBytes(envelope.group()) + maxBytes(envelope.deduplicationId());
  }

  private static int maxBytes(@Nullable String text) {
    return text == null ? 0 : Integer.BYTES + 3 * text.length();
  }

  /** Writes all before the message or the distance. */
  static void writeHead(long offset, Envelope envelope, ByteBuffer to) {
    int flagsAt = to.position() + Long.BYTES;
    int flags = 0;
    to.putLong(offset)
        .put((byte) 0)
        .putInt(envelope.sizeBytes())
        .putLong(envelope.enqueuedAtMillis());
    if (envelope.isPlain()) {
      return;
    }
    if (envelope.priority() != 0) {
      flags |= PRIORITY;
      to.put((byte) envelope.priority());
    }
    if (envelope.expiresAtMillis() != Envelope.NEVER) {
      flags |= EXPIRES;
      to.putLong(envelope.expiresAtMillis());
    }
    if (envelope.dueAtMillis() != 0) {
      flags |= DUE;
      to.putLong(envelope.dueAtMillis());
    }
    flags |= writeText(envelope.group(), GROUP, to) | writeText(envelope.deduplicationId(), ID, to);
    to.put(flagsAt, (byte) flags);
  }

  private static int writeText(@Nullable String text, int flag, ByteBuffer to) {
    if (text == null) {
      return 0;
    }
    byte[] bytes = text.getBytes(UTF_8);
    to.putInt(bytes.length).put(bytes);
    return flag;
  }

  static long offset(ByteBuffer content) {
    return content.getLong(0);
  }

  /** The offset in the record that begins there. */
  static long offsetAt(ByteBuffer block, int at) {
    return block.getLong(at + RecordFormat.HEADER_BYTES);
  }

  /** Reads the head; the content's position is then at the message or the distance. */
  static Envelope readEnvelope(ByteBuffer content) {
    content.position(Long.BYTES);
    int flags = content.get();
    int sizeBytes = content.getInt();
    long enqueuedAtMillis = content.getLong();
    if (flags == 0) {
      return Envelope.plain(sizeBytes, enqueuedAtMillis);
    }
    return new Envelope(
        sizeBytes,
        (flags & PRIORITY) != 0 ? Byte.toUnsignedInt(content.get()) : 0,
        enqueuedAtMillis,
        (flags & EXPIRES) != 0 ? content.getLong() : Envelope.NEVER,
        (flags & DUE) != 0 ? content.getLong() : 0,
        (flags & GROUP) != 0 ? Contents.text(content) : null,
        (flags & ID) != 0 ? Contents.text(content) : null);
  }

  /** What is read where the message is known from elsewhere. */
  static Enqueue read(ByteBuffer content, @Nullable Message shared) {
    Envelope envelope = readEnvelope(content);
    return new Enqueue(
        offset(content), shared == null ? MessageCodec.read(content) : shared, envelope);
  }

  /** How far before a shared record the one with its message begins. */
  static int distance(ByteBuffer content) {
    readEnvelope(content);
    return content.getInt();
  }
}
