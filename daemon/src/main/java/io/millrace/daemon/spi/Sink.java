package io.millrace.daemon.spi;

import io.millrace.queue.Pusher;

/** Where a pipeline's messages, or its dead letters, go. */
public interface Sink extends AutoCloseable {
  String description();

  /** Opens the backend on first use; the same pusher for all workers. */
  Pusher<byte[]> pusher() throws Exception;

  /** How many messages one push should carry at most. */
  default int maxBatch() {
    return 512;
  }

  @Override
  default void close() throws Exception {}
}
