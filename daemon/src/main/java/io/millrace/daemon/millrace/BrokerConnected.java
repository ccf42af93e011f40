package io.millrace.daemon.millrace;

/** A source of a queue, which parts beside it may share the broker with. */
public interface BrokerConnected {
  BrokerConnection connection();

  /** The queue it reads. */
  String queue();
}
