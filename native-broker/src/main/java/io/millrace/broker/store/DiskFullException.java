package io.millrace.broker.store;

import java.io.IOException;

/** The disk has no room for what was to be written. */
final class DiskFullException extends IOException {
  private static final long serialVersionUID = 1L;

  DiskFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
