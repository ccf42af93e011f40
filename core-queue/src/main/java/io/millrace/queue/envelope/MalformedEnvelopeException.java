package io.millrace.queue.envelope;

import java.io.IOException;

/** An element begins like an envelope and is none. */
public final class MalformedEnvelopeException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedEnvelopeException(String message) {
    super(message);
  }
}
