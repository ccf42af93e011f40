package io.millrace.broker.protocol.http;

import io.millrace.broker.protocol.moonmq.Identity;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request whose body is coming. For the channel's thread. */
final class Incoming {
  private static final int FIRST_ROOM = 64 << 10;

  private final HttpRequest head;
  private final Target target;
  private final Endpoint endpoint;
  private final int mostBytes;
  private @Nullable ByteArrayOutputStream body;
  private Optional<Identity> who = Optional.empty();

  /**
   * @param mostBytes of the body
   */
  Incoming(HttpRequest head, Target target, Endpoint endpoint, int mostBytes) {
    this.head = head;
    this.target = target;
    this.endpoint = endpoint;
    this.mostBytes = mostBytes;
  }

  HttpRequest head() {
    return head;
  }

  Target target() {
    return target;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Whether it may be answered at any time that there is nothing. */
  boolean isWait() {
    return head.method().equals(HttpMethod.GET);
  }

  Optional<Identity> who() {
    return who;
  }

  void isOf(Identity identity) {
    who = Optional.of(identity);
  }

  /** Whether the client says at once that there is more than may be. */
  boolean announcesTooMuch() {
    return HttpUtil.getContentLength(head, 0L) > mostBytes;
  }

  /** Adds a piece of the body; false if that is too much. */
  boolean add(ByteBuf piece) throws IOException {
    int bytes = piece.readableBytes();
    if (bytes == 0) {
      return true;
    }
    ByteArrayOutputStream into = body;
    if (into == null) {
      long announced = HttpUtil.getContentLength(head, 0L);
      into = new ByteArrayOutputStream((int) Math.min(FIRST_ROOM, Math.max(bytes, announced)));
      body = into;
    }
    if (into.size() + (long) bytes > mostBytes) {
      return false;
    }
    piece.readBytes(into, bytes);
    return true;
  }

  byte[] body() {
    return body == null ? new byte[0] : body.toByteArray();
  }
}
