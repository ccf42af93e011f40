package io.millrace.amqp.publish;

import java.io.IOException;

/** The broker has not taken a message, or has not said that it has. */
public final class NotTakenException extends IOException {
  private static final long serialVersionUID = 1L;

  public NotTakenException(String message) {
    super(message);
  }

  NotTakenException(String message, Throwable cause) {
    super(message, cause);
  }
}
