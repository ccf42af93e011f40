package io.millrace.daemon.sink.millrace;

/** What the body of a message holds. */
enum BodyFormat {
  /** The payload as it is where that says all, else an envelope with key and headers. */
  ENVELOPE,
  /** The payload as it is; key and headers are left out. */
  PAYLOAD
}
