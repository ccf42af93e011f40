package io.millrace.broker.transport;

import io.millrace.broker.transport.ReadGate.Reason;

/**
 * Whether a client is gone from which nothing comes. One that is not listened to is not silent; one
 * that takes nothing for long is gone, too. For the connection's thread.
 */
public final class Silence {
  private static final int MOST_STALLS = 10;

  private final ReadStops stops;

  /** How often in a row it was too long, for one who took nothing. */
  private int stalls;

  /** Whether it was not listened to when it was too long last. */
  private boolean deaf;

  public Silence(ReadStops stops) {
    this.stops = stops;
  }

  /** Something has come. */
  public void broken() {
    stalls = 0;
    deaf = false;
  }

  /** Nothing has come for as long as it may be: whether that is the end. */
  public boolean isTheEnd() {
    if (stops.isClosed()) {
      deaf = true;
      return stops.isClosed(Reason.SLOW_READER) && ++stalls > MOST_STALLS;
    }
    boolean heard = deaf;
    deaf = false;
    return !heard;
  }
}
