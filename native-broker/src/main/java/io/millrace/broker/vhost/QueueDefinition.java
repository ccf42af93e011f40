package io.millrace.broker.vhost;

import io.millrace.broker.message.Headers;

/**
 * A queue as it was declared.
 *
 * @param name empty in a declaration for a name that the virtual host makes
 * @param durable whether it survives a restart, with its messages
 * @param exclusive whether it belongs to the connection that declared it, and goes with it
 * @param autoDelete whether it goes with its last consumer
 * @param arguments see {@link QueueArgument}
 */
public record QueueDefinition(
    String name, boolean durable, boolean exclusive, boolean autoDelete, Headers arguments) {

  /** A durable queue without anything special. */
  public static QueueDefinition durable(String name) {
    return new QueueDefinition(name, true, false, false, Headers.EMPTY);
  }

  /** A queue that lives in memory. */
  public static QueueDefinition inMemory(String name) {
    return new QueueDefinition(name, false, false, false, Headers.EMPTY);
  }

  public QueueDefinition withArguments(Headers others) {
    return new QueueDefinition(name, durable, exclusive, autoDelete, others);
  }

  QueueDefinition withName(String other) {
    return new QueueDefinition(other, durable, exclusive, autoDelete, arguments);
  }
}
