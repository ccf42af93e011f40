package io.millrace.daemon.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A queue of a broker: {@code --broker} or {@code --amqp}, {@code --queue}. */
final class QueueOptions {
  @Option(
      names = "--broker",
      paramLabel = "URI",
      description =
          "A Millrace broker: host:port, millrace://user:password@host[:port], or the path of its"
              + " unix socket.")
  private @Nullable String broker;

  @Option(
      names = "--amqp",
      paramLabel = "URI",
      description =
          "A broker that speaks AMQP 0-9-1: host:port or"
              + " amqp[s]://[user:password@]host[:port][/virtual-host].")
  private @Nullable String amqp;

  @Option(names = "--queue", paramLabel = "QUEUE", description = "The queue of dead letters.")
  private @Nullable String queue;

  @Option(
      names = "--routing-key",
      paramLabel = "KEY",
      description =
          "With --broker, those of the queue that have this key, or of a queue with key patterns"
              + " those that this pattern takes; the empty one by default.")
  private @Nullable String routingKey;

  /** Whether either nothing is said, or all that is needed and nothing that has no meaning. */
  boolean isWhole() {
    if (queue == null) {
      return broker == null && amqp == null && routingKey == null;
    }
    return (broker == null) != (amqp == null) && (routingKey == null || broker != null);
  }

  Optional<String> queue() {
    return Optional.ofNullable(queue);
  }

  /**
   * Where it is, if a queue is named.
   *
   * @throws IllegalArgumentException when the broker is none
   */
  QueueSite site() {
    return amqp == null
        ? QueueSite.ofMillrace(String.valueOf(broker), routingKey == null ? "" : routingKey)
        : QueueSite.ofAmqp(amqp);
  }
}
