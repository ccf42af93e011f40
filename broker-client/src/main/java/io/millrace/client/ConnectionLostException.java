package io.millrace.client;

import java.io.IOException;

/**
 * The connection ended before the answer came: the broker may have done what it was asked, or not.
 */
public final class ConnectionLostException extends IOException {
  private static final long serialVersionUID = 1L;

  ConnectionLostException(String message) {
    super(message);
  }

  ConnectionLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
