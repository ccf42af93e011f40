package io.millrace.broker.protocol.http;

/** A request that is not as it should be. Carries no stack trace: it tells of the client. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1;

  private final String text;

  BadRequestException(String text) {
    super(text, null, false, false);
    this.text = text;
  }

  /** What is wrong, for the client to read. */
  String text() {
    return text;
  }
}
