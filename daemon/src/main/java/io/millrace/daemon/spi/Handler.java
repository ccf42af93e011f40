package io.millrace.daemon.spi;

import io.millrace.queue.QueueConfig;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The code at the end of a pipeline. */
public interface Handler extends AutoCloseable {
  String description();

  /** Makes a consumer for each worker, of single messages or of batches. */
  QueueConfig.Handler<byte[]> consumers();

  /** As {@link Source#exclusive}. */
  default Optional<Exclusive> exclusive() {
    return Optional.empty();
  }

  /**
   * Told, perhaps more than once, when the pipeline begins to stop: from now on nothing need wait
   * for a backend to come back. Any thread; does not block.
   */
  default void stopping() {}

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

  @Override
  default void close() throws Exception {}
}
