package io.millrace.kafka;

/**
 * Kafka did not take a message, or did not confirm it in time; the text says why, where, and what
 * helps. The cause is the client's own exception.
 */
public final class KafkaSendException extends Exception {
  private static final long serialVersionUID = 1L;

  KafkaSendException(String message, Throwable cause) {
    super(message, cause);
  }
}
