package io.millrace.client.codec;

import io.netty.handler.codec.DecoderException;

/**
 * Bytes that are no frame. After it nothing more is read of the connection. Carries no stack trace:
 * it tells of the peer, not of a place in the code.
 */
public final class MalformedFrameException extends DecoderException {
  /** The peer's frame is not what the protocol says. */
  public static final int BAD_REQUEST = 400;

  /** A length is over its limit. */
  public static final int TOO_LARGE = 413;

  private static final long serialVersionUID = 1;

  private final int code;
  private final String text;

  MalformedFrameException(int code, String message) {
    super(message);
    this.code = code;
    this.text = message;
  }

  static MalformedFrameException bad(String message) {
    return new MalformedFrameException(BAD_REQUEST, message);
  }

  static MalformedFrameException tooLarge(String what, long bytes, long limit) {
    return new MalformedFrameException(
        TOO_LARGE, "%s of %d bytes, more than %d".formatted(what, bytes, limit));
  }

  /** What is wrong, for the peer to read. */
  public String text() {
    return text;
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing
  public Throwable fillInStackTrace() {
    return this;
  }

  /** The code of the Error that answers it. */
  public int code() {
    return code;
  }
}
