package io.millrace.broker.vhost;

/** Where a publish went, known at once; whether it got there is told later. */
public enum PublishOutcome {
  /** To one queue or more. */
  ROUTED,
  /** Nowhere: counted, and confirmed, since there is nothing to wait for. */
  UNROUTABLE,
  /** There is no such exchange; it has no number and is not confirmed. */
  NO_EXCHANGE,
  /** Only other exchanges publish to it; it has no number and is not confirmed. */
  INTERNAL_EXCHANGE,
  /** Its CC or BCC is no list of texts; it has no number and is not confirmed. */
  INVALID_COPY_KEYS
}
