package io.millrace.client;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What went wrong, in words. */
final class Trouble {
  private Trouble() {}

  static String inWords(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** What a future failed with. */
  static Throwable causeOf(Throwable failure) {
    boolean isWrapped =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    Throwable cause = failure.getCause();
    return isWrapped && cause != null ? cause : failure;
  }
}
