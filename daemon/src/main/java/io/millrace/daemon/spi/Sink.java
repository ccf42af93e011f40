package io.millrace.daemon.spi;

import io.millrace.queue.Pusher;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where a pipeline's messages, or its dead letters, go. */
public interface Sink extends AutoCloseable {
  String description();

  /** Opens the backend on first use; the same pusher for all workers. */
  Pusher<byte[]> pusher() throws Exception;

  /** How many messages one push should carry at most. */
  default int maxBatch() {
    return 512;
  }

  /**
   * Completes with the reason, in words, once it will never take a message again: the pipeline then
   * gives back what is not finished, and fails. A backend that is down, or a disk that is full, is
   * none: messages wait for those.
   */
  default CompletionStage<String> gone() {
    return new CompletableFuture<>();
  }

  @Override
  default void close() throws Exception {}
}
