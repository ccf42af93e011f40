package io.millrace.daemon.spi;

/**
 * What was asked of dead letters cannot be done; the message is what the operator reads, with the
 * remedy.
 */
public final class DeadLetterException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why, by what an operator could do about it. */
  public enum Kind {
    /** Something was not said, or said wrongly. */
    USAGE,
    /** They, or where they are to go, do not exist. */
    NOT_FOUND,
    /** The name or the password is wrong. */
    LOGIN,
    /** The backend does not answer. */
    UNAVAILABLE,
    /** It may work the next time. */
    TEMPORARY
  }

  private final Kind kind;

  public DeadLetterException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public DeadLetterException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
