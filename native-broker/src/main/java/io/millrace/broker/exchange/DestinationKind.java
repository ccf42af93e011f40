package io.millrace.broker.exchange;

/** What a binding leads to. */
public enum DestinationKind {
  QUEUE,
  EXCHANGE
}
