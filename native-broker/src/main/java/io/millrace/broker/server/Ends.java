package io.millrace.broker.server;

import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * How what was started ends, the last first. Each step is tried, whatever became of those before.
 * For one thread.
 */
final class Ends {
  private final ArrayDeque<Step> steps = new ArrayDeque<>();

  /** Ends one part. */
  interface Step {
    void run() throws IOException, InterruptedException;
  }

  /** Something was started, and this ends it. */
  void add(Step step) {
    steps.push(step);
  }

  /**
   * Runs the steps, once.
   *
   * @throws IOException the first failure, with the others
   */
  void run() throws IOException {
    Exception failure = null;
    boolean interrupted = false;
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (InterruptedException e) {
        interrupted = true;
        failure = with(failure, e);
      } catch (IOException | RuntimeException e) {
        failure = with(failure, e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new IOException("the broker did not end in order: " + failure.getMessage(), failure);
    }
  }

  private static Exception with(@Nullable Exception first, Exception next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }
}
