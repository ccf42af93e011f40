package io.millrace.daemon.spi;

import io.millrace.queue.Pusher;
import io.millrace.queue.QueueConfig;
import io.millrace.queue.redrive.DeadLetterStore;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where a pipeline's messages, or its dead letters, go. */
public interface Sink extends AutoCloseable {
  String description();

  /** Opens the backend on first use; the same pusher for all workers. */
  Pusher<byte[]> pusher() throws Exception;

  /**
   * The consumers of a pipeline that ends here, for a sink that is not pushed to but writes
   * together with the commits of the pipeline's source. Such a sink takes no dead letters. Empty
   * for all others.
   */
  default Optional<QueueConfig.Handler<byte[]>> consumers() {
    return Optional.empty();
  }

  /** How many messages one push should carry at most. */
  default int maxBatch() {
    return 512;
  }

  /** As {@link Source#exclusive}. */
  default Optional<Exclusive> exclusive() {
    return Optional.empty();
  }

  /**
   * Completes with the reason, in words, once it will never take a message again: the pipeline then
   * gives back what is not finished, and fails. A backend that is down, or a disk that is full, is
   * none: messages wait for those.
   */
  default CompletionStage<String> gone() {
    return new CompletableFuture<>();
  }

  /** As {@link Source#notReady}; of what was pushed last. */
  default Optional<String> notReady() {
    return Optional.empty();
  }

  /**
   * What was pushed here, seen as dead letters, without opening anything yet; empty when they
   * cannot be read back. The caller closes it.
   */
  default Optional<DeadLetterStore> deadLetters() {
    return Optional.empty();
  }

  @Override
  default void close() throws Exception {}
}
