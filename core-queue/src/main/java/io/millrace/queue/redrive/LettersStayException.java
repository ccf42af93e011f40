package io.millrace.queue.redrive;

/** Some of the dead letters that were selected are still there; the text says how many, and why. */
public final class LettersStayException extends Exception {
  private static final long serialVersionUID = 1L;

  public LettersStayException(String message) {
    super(message);
  }
}
