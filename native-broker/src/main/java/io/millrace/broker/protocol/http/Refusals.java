package io.millrace.broker.protocol.http;

import io.millrace.client.codec.Frame.Fault;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** Answers to what is not done. */
final class Refusals {
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_LARGE = 413;
  private static final int LINE_TOO_LONG = 414;
  private static final int HEADERS_TOO_LARGE = 431;

  private Refusals() {}

  /** To what is no request. */
  static Response malformed(@Nullable Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return Response.text(LINE_TOO_LONG, "the request line is too long");
    }
    return cause instanceof TooLongHttpHeaderException
        ? Response.text(HEADERS_TOO_LARGE, "the headers are too large")
        : Response.text(BAD_REQUEST, "this is no HTTP request");
  }

  static Response tooLarge(int mostBytes) {
    return Response.text(TOO_LARGE, "a body is at most %d bytes".formatted(mostBytes));
  }

  /** What the push protocol says, whose codes are those of HTTP. */
  static Response of(Fault why) {
    Response response = Response.text(why.code(), why.text());
    return why.code() == UNAUTHORIZED
        ? response.with("WWW-Authenticate", "Basic realm=\"millrace\", charset=\"UTF-8\"")
        : response;
  }
}
