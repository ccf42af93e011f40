package io.millrace.bench;

/**
 * A queue under measurement: ours or a peer.
 *
 * <p><b>Threads:</b> put from any producer thread; consume once on each consumer thread, until it
 * is interrupted.
 */
interface HandOver {
  /** Hands over {@code items[0, count)}, waiting for room as often as it must. */
  void put(Item[] items, int count) throws InterruptedException;

  /** Handles items until interrupted. */
  void consume(int consumer, Handler handler) throws InterruptedException;
}
