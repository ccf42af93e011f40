package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.transport.ReadGate;
import io.millrace.broker.transport.ReadGate.Reason;

/**
 * Whether a client is gone from which nothing comes. One that is not listened to is not silent; one
 * that takes nothing for long is gone, too. For the connection's thread.
 */
final class Silence {
  private static final int MOST_STALLS = 10;

  private final ReadGate<?> gate;

  /** How often in a row it was too long, for one who took nothing. */
  private int stalls;

  /** Whether it was not listened to when it was too long last. */
  private boolean deaf;

  Silence(ReadGate<?> gate) {
    this.gate = gate;
  }

  /** Something has come. */
  void broken() {
    stalls = 0;
    deaf = false;
  }

  /** Nothing has come for as long as it may be: whether that is the end. */
  boolean isTheEnd() {
    if (gate.isClosed()) {
      deaf = true;
      return gate.isClosed(Reason.SLOW_READER) && ++stalls > MOST_STALLS;
    }
    boolean heard = deaf;
    deaf = false;
    return !heard;
  }
}
