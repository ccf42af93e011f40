package io.millrace.redis.idle;

/**
 * A producer that waits for elements of one list.
 *
 * <p><b>Threads:</b> any.
 */
public final class Ring {
  private final Sleeper sleeper;
  private volatile boolean rung;

  /**
   * @param sleeper who is woken
   */
  public Ring(Sleeper sleeper) {
    this.sleeper = sleeper;
  }

  void ring() {
    rung = true;
    sleeper.wake();
  }

  /** Whether there may be something. */
  public boolean isRung() {
    return rung;
  }

  /** Starts to wait anew. */
  public void reset() {
    rung = false;
  }
}
