package io.millrace.daemon.amqp;

/** A source of a queue, which parts beside it may share the broker with. */
public interface AmqpConnected {
  AmqpConnection connection();

  /** The queue it reads. */
  String queue();
}
