package io.millrace.broker.security;

/** What one may want to do with a queue or an exchange. */
public enum Access {
  /** Declare or delete it, or change what it is. */
  CONFIGURE,
  /** Put messages into it, or bind from it. */
  WRITE,
  /** Take messages out of it, or bind to it. */
  READ
}
