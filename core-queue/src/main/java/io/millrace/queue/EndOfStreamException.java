package io.millrace.queue;

/**
 * Thrown by a {@link Poller} that will never have another payload. Carries no stack trace: it is an
 * answer.
 */
public final class EndOfStreamException extends Exception {
  private static final long serialVersionUID = 1L;

  public EndOfStreamException() {
    super("end of stream", null, false, false);
  }
}
