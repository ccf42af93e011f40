package io.millrace.broker.protocol.amqp.channel;

/** What a client says of a delivery. */
enum Outcome {
  ACKNOWLEDGE,
  /** Not wanted: to the dead letters, or away. */
  REJECT,
  /** Back to its place, as a failed attempt. */
  REQUEUE
}
