package io.millrace.broker.queue;

/** Messages that wait and were passed over, so that those behind them are found. */
interface Aside {
  /** All of them, not to be changed. */
  ReadyLevels parked();

  /** Takes one out; returns whether it was there. */
  boolean remove(Envelope envelope, long offset);

  /** Forgets all of them. */
  void clearParked();
}
