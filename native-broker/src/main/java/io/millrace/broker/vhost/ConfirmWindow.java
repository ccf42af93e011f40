package io.millrace.broker.vhost;

import io.millrace.broker.message.Message;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher has published and not been told of: for each number how many loops still have to
 * answer, and how the worst of them did. Owned by the publisher's thread.
 *
 * <p>Numbers are told as far as possible as one run from the lowest; what is finished beyond one
 * that is not is told one by one, so that a slow queue does not hold up the others.
 */
final class ConfirmWindow {
  private static final PublishRefusal[] REFUSALS = PublishRefusal.values();

  /** States of a number that no loop has to answer for any more; refusals follow upwards. */
  private static final byte TOLD = 1;

  private static final byte LEFT = 2;
  private static final byte CONFIRMED = 3;
  private static final byte REFUSED = 4;

  /** Rings, by number; their length is a power of two. */
  private short[] awaited = new short[256];

  private byte[] state = new byte[256];

  /** All below are told of. */
  private long first = 1;

  private long next = 1;

  /** Immediate messages that no queue has taken so far; one that cannot change while none was. */
  private Map<Long, Message> left = Map.of();

  /** Finished above a number that is not, in any order. */
  private long[] beyond = new long[16];

  private int beyondCount;

  /** How many are confirmed and refused, and not counted. */
  private long confirmed;

  private long refused;

  /** Takes the next number. */
  long open() {
    if (next - first == awaited.length) {
      grow();
    }
    int slot = slot(next);
    awaited[slot] = 0;
    state[slot] = LEFT;
    return next++;
  }

  /** One more loop has to answer for it. */
  void await(long sequence) {
    awaited[slot(sequence)]++;
  }

  /** No loop has to answer for it: it is confirmed with the next {@link #tell}. */
  void finishAtOnce(long sequence) {
    state[slot(sequence)] = CONFIRMED;
    finished(sequence);
  }

  /** One loop has answered. */
  void answer(long sequence, @Nullable PublishRefusal refusal) {
    int slot = slot(sequence);
    if (state[slot] == LEFT) {
      state[slot] = CONFIRMED;
      forgetLeft(sequence);
    }
    if (refusal != null && state[slot] == CONFIRMED) {
      state[slot] = (byte) (REFUSED + refusal.ordinal());
    }
    answered(sequence, slot);
  }

  /** One loop has answered: in none of its queues could anybody take the message at once. */
  void leave(long sequence, Message message) {
    int slot = slot(sequence);
    if (state[slot] == LEFT) {
      if (left.isEmpty()) {
        left = new HashMap<>();
      }
      left.put(sequence, message);
    }
    answered(sequence, slot);
  }

  private void forgetLeft(long sequence) {
    if (!left.isEmpty()) {
      left.remove(sequence);
    }
  }

  private void answered(long sequence, int slot) {
    if (--awaited[slot] == 0) {
      if (state[slot] >= REFUSED) {
        refused++;
      } else if (state[slot] == CONFIRMED) {
        confirmed++;
      }
      finished(sequence);
    }
  }

  /** Tells of everything that is finished and was not told of. */
  void tell(ConfirmSink sink) {
    tellRun(sink);
    Arrays.sort(beyond, 0, beyondCount);
    for (int i = 0; i < beyondCount; i++) {
      long sequence = beyond[i];
      if (sequence >= first) {
        tellOne(sequence, sink);
      }
    }
    beyondCount = 0;
  }

  long outstanding() {
    return next - first;
  }

  /** Counts what has become of messages that loops had to answer for since the last call. */
  void countInto(TrafficCounts traffic) {
    traffic.confirmed.add(confirmed);
    traffic.refused.add(refused);
    confirmed = 0;
    refused = 0;
  }

  long lastSequence() {
    return next - 1;
  }

  private void finished(long sequence) {
    if (sequence == first) {
      return;
    }
    if (beyondCount == beyond.length) {
      beyond = Arrays.copyOf(beyond, beyondCount * 2);
    }
    beyond[beyondCount++] = sequence;
  }

  private void tellRun(ConfirmSink sink) {
    long last = 0;
    int count = 0;
    for (; first < next && awaited[slot(first)] == 0; first++) {
      byte how = state[slot(first)];
      if (how == CONFIRMED) {
        last = first;
        count++;
      } else if (how != TOLD) {
        tellConfirmed(last, count, sink);
        count = 0;
        tell(first, how, sink);
      }
    }
    tellConfirmed(last, count, sink);
  }

  private static void tellConfirmed(long last, int count, ConfirmSink sink) {
    if (count > 0) {
      sink.confirmed(last, count > 1);
    }
  }

  private void tellOne(long sequence, ConfirmSink sink) {
    byte how = state[slot(sequence)];
    if (how != TOLD) {
      tell(sequence, how, sink);
      state[slot(sequence)] = TOLD;
    }
  }

  private void tell(long sequence, byte how, ConfirmSink sink) {
    if (how >= REFUSED) {
      sink.refused(sequence, REFUSALS[how - REFUSED]);
    } else if (how == CONFIRMED) {
      sink.confirmed(sequence, false);
    } else {
      sink.returned(sequence, Objects.requireNonNull(left.remove(sequence), "message"));
    }
  }

  private int slot(long sequence) {
    return (int) sequence & (awaited.length - 1);
  }

  private void grow() {
    short[] oldAwaited = awaited;
    byte[] oldState = state;
    awaited = new short[oldAwaited.length * 2];
    state = new byte[awaited.length];
    for (long sequence = first; sequence < next; sequence++) {
      int from = (int) sequence & (oldAwaited.length - 1);
      awaited[slot(sequence)] = oldAwaited[from];
      state[slot(sequence)] = oldState[from];
    }
  }
}
