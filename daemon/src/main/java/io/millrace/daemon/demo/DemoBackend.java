package io.millrace.daemon.demo;

import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A real backend that a demonstration starts for itself, and that is gone afterwards.
 *
 * <p><b>Threads:</b> one, but for {@link #notReady}. Blocks.
 */
public interface DemoBackend extends AutoCloseable {
  /** What it is, in words: {@code Kafka in a process of its own}. */
  String description();

  /** What it calls the messages, in the plural. */
  default String noun() {
    return "records";
  }

  /**
   * Starts it, and makes room for the messages.
   *
   * @return where it is, in words
   * @throws IOException when it cannot be started; the message says why
   */
  String start() throws IOException;

  /** Puts messages in, in order for each key. The caller closes it. */
  Pusher<byte[]> pusher();

  /** How many messages one push should carry. */
  int batch();

  /** Reads the messages back, from the first, in order for each key. */
  ProducerFactory<byte[]> producers();

  /** What the producers wait for, in words. Any thread. */
  Optional<String> notReady();

  /** How long nothing may come before it counts as hung. */
  default Duration patience() {
    return Duration.ofSeconds(60);
  }

  /**
   * What it still holds after everything was consumed and should not, in words; called while nobody
   * consumes.
   */
  default Optional<String> leftBehind() {
    return Optional.empty();
  }

  /** Ends it and deletes what it kept. */
  @Override
  void close();
}
