package io.millrace.queue.engine;

import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Calls code that is not the engine's, and stands between what it throws and the engine's threads.
 *
 * <p>An {@link Error} of such code (a class that cannot be linked, an endless recursion) says
 * nothing about the engine; it is a failure of that call like any other.
 */
final class UserCode {
  private UserCode() {}

  /** One call. */
  @FunctionalInterface
  interface Call {
    void run() throws Exception;
  }

  /** What the call threw, with an error as the cause of an {@link ExecutionException}; or null. */
  static @Nullable Exception failureOf(Call call) {
    try {
      call.run();
      return null;
    } catch (InterruptedException e) {
      // Only a stop interrupts, and the queue's phase says so to every step that follows.
      return e;
    } catch (Exception e) {
      return e;
    } catch (Error e) {
      return new ExecutionException(e);
    }
  }
}
