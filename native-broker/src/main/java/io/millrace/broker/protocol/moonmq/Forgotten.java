package io.millrace.broker.protocol.moonmq;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a consumer that its queue took back, since they were not acked in time. Their credit
 * is spent until the client acks them after all, so there are no more of them than it has credit.
 * For the connection's thread.
 */
final class Forgotten {
  /** How often each of them was taken back; null as long as there were none. */
  private @Nullable Map<Long, Integer> times;

  void add(long messageId) {
    if (times == null) {
      times = new HashMap<>();
    }
    times.merge(messageId, 1, Integer::sum);
  }

  /** The client acks one of them, late; false if it is none. */
  boolean remove(long messageId) {
    Integer count = times == null ? null : times.remove(messageId);
    if (count == null) {
      return false;
    }
    for (int left = 1; left < count; left++) {
      add(messageId);
    }
    return true;
  }
}
