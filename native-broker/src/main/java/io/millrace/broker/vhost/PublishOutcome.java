package io.millrace.broker.vhost;

/** Where a publish went, known at once; whether it got there is told later. */
public enum PublishOutcome {
  /** To one queue or more. */
  ROUTED,
  /** Nowhere: counted, and confirmed, since there is nothing to wait for. */
  UNROUTABLE,
  /**
   * Nowhere: counted, and on its way to the parking queue; confirmed when it is durable there, or
   * refused if it cannot be kept.
   */
  PARKED,
  /** There is no such exchange; it has no number and is not confirmed. */
  NO_EXCHANGE,
  /** Only other exchanges publish to it; it has no number and is not confirmed. */
  INTERNAL_EXCHANGE,
  /** Its CC or BCC is no list of texts; it has no number and is not confirmed. */
  INVALID_COPY_KEYS,
  /** The virtual host takes confirmed publishes only; it has no number. */
  CONFIRMS_REQUIRED
}
