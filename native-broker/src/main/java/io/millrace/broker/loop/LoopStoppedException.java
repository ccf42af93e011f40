package io.millrace.broker.loop;

/** The loop has stopped, and the command will not be done. */
public final class LoopStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LoopStoppedException(String loop) {
    super("loop " + loop + " has stopped", null, false, false);
  }
}
