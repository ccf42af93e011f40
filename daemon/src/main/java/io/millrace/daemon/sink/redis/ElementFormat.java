package io.millrace.daemon.sink.redis;

/** What an element of the list holds. */
enum ElementFormat {
  /** The payload as it is where that says all, else an envelope with key and headers. */
  ENVELOPE,
  /** The payload as it is; key and headers are left out. */
  PAYLOAD
}
