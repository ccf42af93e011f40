package io.millrace.daemon.handler.classes;

import io.millrace.daemon.spi.Handler;
import io.millrace.queue.BatchConsumer;
import io.millrace.queue.Consumer;
import io.millrace.queue.QueueConfig;
import java.io.IOException;
import java.net.URLClassLoader;
import java.util.Map;

/** Instances of a user's class, one a worker; its class loader is closed with it. */
final class ClassHandler implements Handler {
  private final UserClass type;
  private final Map<String, String> values;
  private final int maxBatch;
  private final URLClassLoader loader;

  ClassHandler(UserClass type, Map<String, String> values, int maxBatch, URLClassLoader loader) {
    this.type = type;
    this.values = Map.copyOf(values);
    this.maxBatch = maxBatch;
    this.loader = loader;
  }

  @Override
  public String description() {
    return "class " + type.name();
  }

  @Override
  // The payload type cannot be checked: the documentation says bytes, and another one fails at the
  // first message.
  @SuppressWarnings("unchecked")
  public QueueConfig.Handler<byte[]> consumers() {
    return type.isBatch()
        ? new QueueConfig.Batch<>(() -> (BatchConsumer<byte[]>) newInstance(), maxBatch)
        : new QueueConfig.Single<>(() -> (Consumer<byte[]>) newInstance());
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  private Object newInstance() throws Exception {
    // Called by the worker's thread: libraries that look things up by the thread's loader find
    // those in the jar.
    Thread.currentThread().setContextClassLoader(loader);
    return type.newInstance(values);
  }
}
