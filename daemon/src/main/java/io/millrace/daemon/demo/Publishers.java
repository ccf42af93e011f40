package io.millrace.daemon.demo;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Threads that publish numbered messages as fast as the backend takes them, each those of its own
 * keys.
 *
 * <p><b>Threads:</b> one, which starts and stops them.
 */
final class Publishers implements AutoCloseable {
  private final DemoBackend backend;
  private final NumberedMessages messages;
  private final List<Thread> threads = new ArrayList<>();
  private final LongAdder published = new LongAdder();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile boolean stopping;

  /**
   * @param count of threads; the number of keys is a multiple of it
   */
  Publishers(DemoBackend backend, NumberedMessages messages, int count) {
    this.backend = backend;
    this.messages = messages;
    for (int i = 0; i < count; i++) {
      int index = i;
      threads.add(new Thread(() -> publish(index, count), "demo-producer-" + i));
    }
  }

  void start() {
    threads.forEach(Thread::start);
  }

  private void publish(int index, int count) {
    try (Pusher<byte[]> pusher = backend.pusher()) {
      long next = index;
      while (!stopping) {
        List<Message<byte[]>> batch = new ArrayList<>(backend.batch());
        for (int i = 0; i < backend.batch(); i++) {
          batch.add(messages.message(next));
          next += count;
        }
        pusher.push(batch);
        published.add(batch.size());
      }
    } catch (PushException e) {
      failure.compareAndSet(null, new IOException("publishing failed: " + e.getMessage(), e));
    } catch (Exception e) {
      failure.compareAndSet(null, e);
    }
  }

  /** How many were confirmed. */
  long published() {
    return published.sum();
  }

  boolean haveFailed() {
    return failure.get() != null;
  }

  /**
   * Ends them, each with the messages that it has begun.
   *
   * @throws Exception why one has failed
   */
  void stop() throws Exception {
    close();
    Exception why = failure.get();
    if (why != null) {
      throw why;
    }
  }

  @Override
  public void close() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
