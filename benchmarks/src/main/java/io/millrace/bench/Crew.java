package io.millrace.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The producer and consumer threads around one hand-over. */
final class Crew implements AutoCloseable {
  /** What one producer thread does until it is told to stop, by the flag or an interrupt. */
  interface Producing {
    void run(int producer, Crew crew) throws InterruptedException;
  }

  private final List<Thread> producers = new ArrayList<>();
  private final List<Thread> consumers = new ArrayList<>();
  private volatile boolean running = true;

  Crew(HandOver handOver, Shape shape, IntFunction<Handler> handlers, Producing producing) {
    for (int i = 0; i < shape.consumers(); i++) {
      int consumer = i;
      consumers.add(
          thread("consumer-" + i, () -> handOver.consume(consumer, handlers.apply(consumer))));
    }
    for (int i = 0; i < shape.producers(); i++) {
      int producer = i;
      producers.add(thread("producer-" + i, () -> producing.run(producer, this)));
    }
  }

  boolean isRunning() {
    return running;
  }

  /** Stops the producers while the consumers still make room for them, then the consumers. */
  @Override
  public void close() throws InterruptedException {
    running = false;
    end(producers);
    end(consumers);
  }

  private static void end(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private interface Body {
    void run() throws InterruptedException;
  }

  private static Thread thread(String name, Body body) {
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the order to end
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
