package io.millrace.queue.executor;

/**
 * Where an executor may ask to be stopped when the JVM ends. The user of an executor decides:
 * nothing is registered unless asked for.
 */
@FunctionalInterface
public interface ExitHooks {
  /** Has the action run when the JVM ends, unless the registration is cancelled before. */
  Registration register(String name, Runnable action);

  /** Undoes a registration. */
  @FunctionalInterface
  interface Registration {
    /**
     * Takes the action back; does nothing when it was taken back before or the JVM is already
     * ending.
     */
    void cancel();
  }

  /** Registers nothing: what is not flushed when the JVM ends is lost. */
  static ExitHooks none() {
    return (name, action) -> () -> {};
  }

  /**
   * A shutdown hook of the JVM, on a thread of the given name. Hooks run at the same time, in no
   * order.
   */
  static ExitHooks jvm() {
    return (name, action) -> {
      Thread hook = new Thread(action, name);
      Runtime.getRuntime().addShutdownHook(hook);
      return () -> {
        try {
          Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
          // The JVM is ending, and the hook runs or has run: there is nothing left to take back.
          return;
        }
      };
    };
  }
}
