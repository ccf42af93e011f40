package io.millrace.testkit;

import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import java.time.Duration;
import java.util.List;

/**
 * One topic, list or queue of a {@link Backend}. Methods for features that are not declared are
 * never called.
 *
 * <p><b>Threads:</b> called by the test's thread, but for {@link #abandon}.
 */
public interface Destination extends AutoCloseable {

  /**
   * Publishes the messages in their order and returns when the backend has them safe. Payload, key
   * and headers matter. Messages of one key must go to one partition.
   */
  void publish(List<Message<byte[]>> messages) throws Exception;

  /** As {@link #publish}; nobody may be given the messages before {@code delay} has passed. */
  default void publishDelayed(List<Message<byte[]>> messages, Duration delay) throws Exception {
    throw new UnsupportedOperationException("declare publishDelayed with the feature DELAY");
  }

  /**
   * The adapter under test. Called for each queue that a test starts: each gets a factory of its
   * own.
   */
  ProducerFactory<byte[]> producers();

  /**
   * Lets go of what the producer holds (sockets, threads) as a killed process does: without
   * settling, committing or saying goodbye. Called by the producer's own thread instead of {@link
   * Producer#close}.
   */
  void abandon(Producer<byte[]> producer) throws Exception;

  /** Where queues put their dead letters. */
  default Pusher<byte[]> deadLetters() {
    throw new UnsupportedOperationException("declare deadLetters with the feature DEAD_LETTERS");
  }

  /** All dead letters that are there now. */
  default List<Message<byte[]>> readDeadLetters() throws Exception {
    throw new UnsupportedOperationException(
        "declare readDeadLetters with the feature DEAD_LETTERS");
  }

  /**
   * Sends every dead letter back to where it came from, with {@code millrace-dead-letter-redrives}
   * counted up.
   */
  default int redrive() throws Exception {
    throw new UnsupportedOperationException("declare redrive with the feature REDRIVE");
  }

  /** Nothing will be published any more. */
  default void end() throws Exception {
    throw new UnsupportedOperationException("declare end with the feature END");
  }

  /** What the backend itself saw go wrong; checked after each test. */
  default List<String> violations() {
    return List.of();
  }

  /** Removes the destination and what belongs to it. */
  @Override
  default void close() throws Exception {}
}
