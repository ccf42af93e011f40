package io.millrace.daemon.spi;

import io.millrace.queue.QueueConfig;

/** The code at the end of a pipeline. */
public interface Handler extends AutoCloseable {
  String description();

  /** Makes a consumer for each worker, of single messages or of batches. */
  QueueConfig.Handler<byte[]> consumers();

  @Override
  default void close() throws Exception {}
}
