package io.millrace.queue.engine;

/** The clocks a queue reads: the machine's, or a simulation's. */
public interface EngineTime {
  /** As {@link System#nanoTime}. */
  long nanoTime();

  /** As {@link System#currentTimeMillis}. */
  long currentTimeMillis();

  static EngineTime system() {
    return new EngineTime() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public long currentTimeMillis() {
        return System.currentTimeMillis();
      }
    };
  }
}
