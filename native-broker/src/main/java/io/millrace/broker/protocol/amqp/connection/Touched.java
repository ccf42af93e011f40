package io.millrace.broker.protocol.amqp.connection;

import java.util.ArrayList;
import java.util.List;

/** The channels that were called in a turn, each once. For the connection's thread. */
final class Touched {
  private List<ChannelSlot> now = new ArrayList<>(2);

  /** For the next turn. */
  private List<ChannelSlot> next = new ArrayList<>(2);

  private boolean ends;

  void add(ChannelSlot slot) {
    if (slot.touch()) {
      now.add(slot);
    }
  }

  /**
   * Ends the turn of each of them, and of those that are called by that. Called within itself it
   * does nothing: the one that runs goes on.
   */
  void endTurn() {
    if (ends) {
      return;
    }
    ends = true;
    try {
      while (!now.isEmpty()) {
        List<ChannelSlot> turn = now;
        now = next;
        next = turn;
        for (int i = 0; i < turn.size(); i++) {
          turn.get(i).endTurn();
        }
        turn.clear();
      }
    } finally {
      ends = false;
    }
  }
}
