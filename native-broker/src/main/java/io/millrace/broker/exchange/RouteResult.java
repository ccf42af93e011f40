package io.millrace.broker.exchange;

/** What became of an attempt to route a message. */
public enum RouteResult {
  /** It goes to at least one queue. */
  ROUTED,
  /** No binding led to a queue, also not by way of an alternate exchange. */
  UNROUTABLE,
  /** There is no exchange where it was published. */
  NO_EXCHANGE
}
