package io.millrace.broker.protocol.amqp.connection;

import java.util.ArrayDeque;
import java.util.Queue;

/** The channels that were called in a turn, each once. For the connection's thread. */
final class Touched {
  private final Queue<ChannelSlot> slots = new ArrayDeque<>(4);
  private boolean ends;

  void add(ChannelSlot slot) {
    if (slot.touch()) {
      slots.add(slot);
    }
  }

  /**
   * Ends the turn of each of them, and of those that are called by that. Called within itself it
   * does nothing: the one that runs goes on. If one fails, the next end of a turn is that of the
   * others.
   */
  void endTurn() {
    if (ends) {
      return;
    }
    ends = true;
    try {
      for (ChannelSlot next = slots.poll(); next != null; next = slots.poll()) {
        next.endTurn();
      }
    } finally {
      ends = false;
    }
  }
}
