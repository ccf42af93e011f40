package io.millrace.queue.engine;

/** Sees to it that loops get their turns: on threads, or one turn at a time in a simulation. */
interface LoopRunner {
  /**
   * Begins to give {@code loop} its turns; returns at once.
   *
   * @param ended called when the loop has come to its end
   */
  void start(Loop loop, Role role, Runnable ended);

  /**
   * What a loop is to the queue, which decides its kind of thread and how long it may wait in one
   * turn.
   */
  enum Role {
    PRODUCER,
    CONSUMER,
    CONTROL
  }
}
