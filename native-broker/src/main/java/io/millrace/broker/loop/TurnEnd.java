package io.millrace.broker.loop;

/** What is to be done once at the end of a turn, however many commands of the turn asked for it. */
public interface TurnEnd {
  /** The order within the end of a turn: all of the first phase, then all of the second. */
  enum Phase {
    /** What was decided is written. */
    PERSIST,
    /** What others are to know is handed over. */
    HAND_OVER
  }

  /**
   * Ends the turn, on the loop's thread. It may ask for further ends, also for itself. What it
   * throws is logged and stops nothing else.
   */
  void endTurn(long nowMillis);
}
