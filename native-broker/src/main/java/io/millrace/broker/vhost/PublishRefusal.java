package io.millrace.broker.vhost;

/** Why a message that was routed is not in every queue that it was routed to. */
public enum PublishRefusal {
  /** A queue was full. */
  QUEUE_FULL,
  /** The store, or the memory for messages of a queue, is full: consumers drain it. */
  NO_SPACE,
  /** The loop of a queue has more to do than it may keep. */
  OVERLOADED,
  /** The queue has expired empty before the message came: it may be declared and published anew. */
  GONE,
  /** A queue's store has failed, or the virtual host stops. */
  UNAVAILABLE
}
