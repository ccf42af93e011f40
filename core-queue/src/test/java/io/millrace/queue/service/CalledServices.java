package io.millrace.queue.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Services that note when they are called: {@code +name} upon a start, {@code -name} a stop. */
final class CalledServices {
  private final List<String> calls = new CopyOnWriteArrayList<>();

  interface Step {
    void run() throws Exception;
  }

  /** In their order, of all services. */
  List<String> calls() {
    return calls;
  }

  Service of(String name) {
    return of(name, () -> {}, () -> {});
  }

  /** One that does something when it starts. */
  Service onStart(String name, Step step) {
    return of(name, step, () -> {});
  }

  /** One that does something when it stops. */
  Service onStop(String name, Step step) {
    return of(name, () -> {}, step);
  }

  Service of(String name, Step onStart, Step onStop) {
    return new Service() {
      @Override
      public void start() throws Exception {
        calls.add("+" + name);
        onStart.run();
      }

      @Override
      public void stop(Duration timeout) throws Exception {
        calls.add("-" + name);
        onStop.run();
      }
    };
  }
}
