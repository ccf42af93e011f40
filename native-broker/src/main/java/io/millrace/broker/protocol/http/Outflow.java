package io.millrace.broker.protocol.http;

import io.millrace.broker.transport.LingeringClose;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/** Writes answers. For the channel's thread. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what fails.
final class Outflow {
  private static final int NO_CONTENT = 204;

  private final Channel channel;

  Outflow(Channel channel) {
    this.channel = channel;
  }

  /** The client may send the body that it has announced. */
  void goOn() {
    channel.writeAndFlush(
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
  }

  /**
   * Answers a request.
   *
   * @param next runs when the answer has left and the connection stays
   */
  void write(Response response, HttpRequest to, boolean keepAlive, Runnable next) {
    FullHttpResponse message = message(response);
    HttpUtil.setKeepAlive(message.headers(), to.protocolVersion(), keepAlive);
    channel
        .writeAndFlush(message)
        .addListener(
            written -> {
              response.sent(written.isSuccess());
              if (keepAlive && written.isSuccess()) {
                next.run();
              } else {
                channel.close();
              }
            });
  }

  /** Answers, and ends the connection, on which the client may still be sending. */
  void writeLast(Response response) {
    FullHttpResponse message = message(response);
    HttpUtil.setKeepAlive(message, false);
    channel.writeAndFlush(message, LingeringClose.of(channel));
  }

  private static FullHttpResponse message(Response response) {
    FullHttpResponse message =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(response.status()),
            Unpooled.wrappedBuffer(response.body()));
    response.headers().forEach(message.headers()::set);
    if (response.status() != NO_CONTENT) {
      HttpUtil.setContentLength(message, response.body().length);
    }
    return message;
  }
}
