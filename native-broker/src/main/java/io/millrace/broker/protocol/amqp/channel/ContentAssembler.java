package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.ContentHeader;
import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts a method, the header of its content and the parts of the body together, section 4.2.6 of the
 * specification.
 *
 * <p>Memory for a body grows with what has come of it: a client that announces much and sends
 * little takes little.
 */
final class ContentAssembler {
  private static final int FIRST_BYTES = 64 << 10;
  private static final byte[] EMPTY = {};

  private final long limitBytes;
  private final Allowance allowance;
  private final Content sink;

  /** The method whose content comes; null while none does. */
  private @Nullable BasicPublish method;

  /** Its header; null until that has come. */
  private @Nullable ContentHeader header;

  private byte[] body = EMPTY;
  private int received;

  /** Of the allowance, for header and body. */
  private long takenBytes;

  /**
   * @param limitBytes the longest body
   */
  ContentAssembler(long limitBytes, Allowance allowance, Content sink) {
    this.limitBytes = limitBytes;
    this.allowance = allowance;
    this.sink = sink;
  }

  /** The content of that method is to come. */
  void begin(BasicPublish next) {
    method = next;
  }

  /** Why no other method may come now; empty if one may. */
  Optional<Fault> refusalOfMethod() {
    if (method == null) {
      return Optional.empty();
    }
    return header == null ? unexpected("header", "header") : unexpected("body", "body");
  }

  /** A header has come: why it may not, or empty. */
  Optional<Fault> header(ContentHeader next) {
    BasicPublish publish = method;
    if (publish == null) {
      return Optional.of(
          new Fault(
              ReplyCode.UNEXPECTED_FRAME, "expected method frame, got non method frame instead"));
    }
    if (header != null) {
      return unexpected("body", "body");
    }
    if (next.classId() != publish.classId()) {
      return Optional.of(
          new Fault(
              ReplyCode.UNEXPECTED_FRAME,
              "expected content header for class %d, got one for class %d instead"
                  .formatted(publish.classId(), next.classId())));
    }
    if (next.bodySize() > limitBytes) {
      method = null;
      return Optional.of(
          Fault.preconditionFailed(
              "message size %d is larger than configured max size %d"
                  .formatted(next.bodySize(), limitBytes)));
    }
    header = next;
    if (next.bodySize() == 0) {
      complete(publish, next, EMPTY);
      return Optional.empty();
    }
    return take(next.heldBytes());
  }

  /** Takes of what the connection may hold: why not, or empty. */
  private Optional<Fault> take(long bytes) {
    if (!allowance.take(bytes)) {
      return Optional.of(allowance.refusal());
    }
    takenBytes += bytes;
    return Optional.empty();
  }

  /** What has come of a content is not needed. */
  void end() {
    method = null;
    header = null;
    body = EMPTY;
    received = 0;
    allowance.give(takenBytes);
    takenBytes = 0;
  }

  /**
   * A part of the body has come: why it may not, or empty.
   *
   * @param left how many more bytes of the same frame are to come
   */
  Optional<Fault> body(ByteBuf from, int bytes, int left) {
    BasicPublish publish = method;
    ContentHeader announced = header;
    if (publish == null || announced == null) {
      return Optional.of(
          publish == null
              ? new Fault(
                  ReplyCode.UNEXPECTED_FRAME, "expected method frame, got non method frame instead")
              : new Fault(
                  ReplyCode.UNEXPECTED_FRAME,
                  "expected content header for class %d, got non content header frame instead"
                      .formatted(publish.classId())));
    }
    int size = (int) announced.bodySize();
    if (bytes + (long) left > size - received) {
      return Optional.of(
          new Fault(
              ReplyCode.UNEXPECTED_FRAME,
              "a body of %d bytes where %d were announced"
                  .formatted((long) received + bytes + left, size)));
    }
    Optional<Fault> refusal = grow(received + bytes, size);
    if (refusal.isPresent()) {
      return refusal;
    }
    from.readBytes(body, received, bytes);
    received += bytes;
    if (received == size) {
      complete(publish, announced, body);
    }
    return Optional.empty();
  }

  private Optional<Fault> grow(int needed, int size) {
    if (needed <= body.length) {
      return Optional.empty();
    }
    int more = (int) Math.min(size, Math.max(FIRST_BYTES, 2L * body.length));
    int room = size <= FIRST_BYTES ? size : Math.max(needed, more);
    Optional<Fault> refusal = take(room - body.length);
    if (refusal.isEmpty()) {
      body = Arrays.copyOf(body, room);
    }
    return refusal;
  }

  private void complete(BasicPublish publish, ContentHeader announced, byte[] whole) {
    end();
    sink.complete(publish, announced, whole);
  }

  private static Optional<Fault> unexpected(String due, String other) {
    return Optional.of(
        new Fault(
            ReplyCode.UNEXPECTED_FRAME,
            "expected content %s for class %d, got non content %s frame instead"
                .formatted(due, BasicPublish.ID >>> 16, other)));
  }
}
