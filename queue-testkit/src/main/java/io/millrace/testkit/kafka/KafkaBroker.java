package io.millrace.testkit.kafka;

/**
 * A real Kafka broker of one node that a test, or a demonstration, may treat badly.
 *
 * <p>It takes share groups, groups of both protocols and transactions, keeps one replica of each
 * topic, and does not make topics by itself. Topics and records stay through {@link #kill} and
 * {@link #restart}, and are gone after {@link #close}.
 *
 * <p><b>Threads:</b> one at a time; {@link #bootstrapServers} from any.
 *
 * <p><b>Failure:</b> what cannot be done is an {@link IllegalStateException} with the last lines of
 * the broker's log. An interrupted thread gets the same, and keeps its interrupt.
 */
public interface KafkaBroker extends AutoCloseable {

  /** A broker in a process of its own; not started. */
  static KafkaBrokerBuilder builder() {
    return new KafkaBrokerBuilder();
  }

  /** Blocks until the broker takes requests, some seconds. Does nothing to one that runs. */
  void start();

  /**
   * Where clients connect, without authentication, as {@code host:port}; fixed before the start.
   */
  String bootstrapServers();

  /**
   * Where clients connect with SASL/PLAIN over an unencrypted connection.
   *
   * @throws IllegalStateException when the broker was built without
   */
  String saslBootstrapServers();

  /**
   * Where clients connect over TLS, without authentication.
   *
   * @throws IllegalStateException when the broker was built without
   */
  String tlsBootstrapServers();

  /** Makes a topic and blocks until every partition can be written and read. */
  void createTopic(String name, int partitions);

  /** Whether its process is there, also while paused. */
  boolean isRunning();

  /** Ends the process at once, as a crash does; blocks until it is gone. */
  void kill();

  /**
   * Stops every thread of the broker; connections stay open and nothing answers. Should this JVM
   * end, the broker wakes up and ends.
   */
  void pause();

  /** Ends a {@link #pause}. Does nothing to a broker that is not paused. */
  void resume();

  /** {@link #kill}, then {@link #start} on the same ports with the same data. */
  void restart();

  /** Ends the broker and deletes its data. */
  @Override
  void close();
}
