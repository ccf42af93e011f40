package io.millrace.broker.message;

/**
 * Bytes that {@link MessageCodec} or {@link Varint} did not write, or not all of them. Has no stack
 * trace: who reads knows the file and the position, and adds them.
 */
public final class MalformedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedMessageException(String reason) {
    super(reason, null, false, false);
  }
}
