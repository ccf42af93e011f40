package io.millrace.broker.loop;

/**
 * A time at which a loop is to do something. It stands in one loop's schedule at most once; setting
 * it again moves it.
 */
public abstract class LoopTimer {
  static final int UNSET = -1;

  /** Where it stands in the schedule, or {@link #UNSET}; the schedule's own. */
  int slot = UNSET;

  /** When it is due; the schedule's own. */
  long dueAtMillis;

  protected LoopTimer() {}

  /**
   * The time has come, on the loop's thread; the timer is not set any more. Must not block. What it
   * throws is logged and stops nothing else.
   *
   * @param nowMillis the loop's reading of the clock for this turn
   */
  protected abstract void fire(long nowMillis);
}
