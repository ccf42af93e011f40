package io.millrace.broker.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What becomes of messages in flight when their consumers answer, or do not. */
final class Settlements {
  private final QueueState state;
  private final Consumers consumers;
  private final Exits exits;

  /** Of the messages that {@link #held} has found. */
  private long heldBytes;

  Settlements(QueueState state, Consumers consumers, Exits exits) {
    this.state = state;
    this.consumers = consumers;
    this.exits = exits;
  }

  void acknowledge(long consumer, Offsets offsets) {
    Offsets held = held(consumer, offsets);
    if (held != null) {
      exits.settle(held, Fate.ACKNOWLEDGED, heldBytes);
      land(consumer, held);
    }
  }

  void reject(long consumer, Offsets offsets) {
    Offsets held = held(consumer, offsets);
    if (held != null) {
      exits.dismiss(held, DeadLetterReason.REJECTED, heldBytes);
      land(consumer, held);
    }
  }

  /** Messages go back to their places at once, without a failed attempt. */
  void giveBack(long consumer, Offsets offsets) {
    Offsets held = held(consumer, offsets);
    if (held == null) {
      return;
    }
    for (int i = 0; i < held.size(); i++) {
      Delivery delivery = land(consumer, held.at(i), true);
      if (delivery.consumer.sees) {
        state.attempts.returned(delivery.offset);
      }
      state.waiting.release(delivery.envelope);
      state.waiting.add(delivery.offset, delivery.envelope);
    }
  }

  /**
   * Messages go back to their places as a failed attempt, unless it was one too many.
   *
   * @param dueAtMillis 0 for what the rules say
   * @param replenishes whether the consumer gets the credit back
   */
  void fail(long consumer, Offsets offsets, long dueAtMillis, boolean replenishes) {
    Offsets held = held(consumer, offsets);
    if (held == null) {
      return;
    }
    OffsetBatch exceeding = new OffsetBatch();
    OffsetBatch retried = new OffsetBatch();
    long retriedDue = 0;
    for (int i = 0; i < held.size(); i++) {
      long offset = held.at(i);
      int attempts = state.attempts.count(offset) + 1;
      if (attempts > state.options.redelivery().limit()) {
        Delivery delivery = land(consumer, offset, replenishes);
        state.waiting.release(delivery.envelope);
        exceeding.add(offset, delivery.envelope.sizeBytes());
        continue;
      }
      long due = dueMillis(attempts, dueAtMillis);
      if (due != retriedDue && !retried.isEmpty()) {
        requeue(consumer, retried, retriedDue, replenishes);
      }
      retriedDue = due;
      retried.add(offset, 0);
    }
    if (!retried.isEmpty()) {
      requeue(consumer, retried, retriedDue, replenishes);
    }
    if (!exceeding.isEmpty()) {
      exits.dismiss(exceeding.toOffsets(), DeadLetterReason.DELIVERY_LIMIT, exceeding.sizeBytes());
    }
  }

  /** All that a consumer holds goes back. */
  void detach(Consumer consumer, boolean counted) {
    if (consumer.held() == 0) {
      return;
    }
    long[] offsets = new long[consumer.held()];
    int count = 0;
    for (Delivery each = consumer.oldest(); each != null; each = each.next) {
      offsets[count++] = each.offset;
    }
    Arrays.sort(offsets);
    if (counted) {
      fail(consumer.id, Offsets.of(offsets), 0, false);
    } else {
      giveBack(consumer.id, Offsets.of(offsets));
    }
  }

  void renew(long consumer, Offsets offsets) {
    for (int i = 0; i < offsets.size(); i++) {
      Delivery delivery = state.inFlight.find(consumer, offsets.at(i));
      if (delivery != null) {
        delivery.consumer.renew(delivery, state.nowMillis);
      }
    }
  }

  private void requeue(long consumer, OffsetBatch batch, long dueAtMillis, boolean replenishes) {
    Offsets offsets = batch.toOffsets();
    batch.clear();
    state.log.append(new Requeue(offsets, dueAtMillis));
    for (int i = 0; i < offsets.size(); i++) {
      Delivery delivery = land(consumer, offsets.at(i), replenishes);
      state.attempts.failed(delivery.offset);
      if (dueAtMillis != 0) {
        state.delayed.addRetry(delivery.offset, dueAtMillis);
      } else {
        state.waiting.release(delivery.envelope);
        state.waiting.add(delivery.offset, delivery.envelope);
      }
    }
  }

  /** When a message is due after so many attempts; 0 for at once. */
  private long dueMillis(int attempts, long wantedMillis) {
    long due =
        wantedMillis == 0
            ? state.nowMillis + state.options.redelivery().delayMillis(attempts)
            : wantedMillis;
    return due > state.nowMillis ? due : 0;
  }

  /** Settled messages are not in flight any more, and their groups are free. */
  private void land(long consumer, Offsets offsets) {
    for (int i = 0; i < offsets.size(); i++) {
      Delivery delivery = land(consumer, offsets.at(i), true);
      state.waiting.release(delivery.envelope);
    }
  }

  private Delivery land(long consumer, long offset, boolean replenishes) {
    Delivery delivery = state.inFlight.find(consumer, offset);
    if (delivery == null) {
      throw new IllegalStateException("consumer " + consumer + " does not hold " + offset);
    }
    state.inFlight.remove(delivery);
    if (replenishes) {
      delivery.consumer.replenish();
    }
    consumers.released(delivery.consumer);
    return delivery;
  }

  /** Those of the offsets that the consumer holds; null if it holds none of them. */
  private @Nullable Offsets held(long consumer, Offsets offsets) {
    heldBytes = 0;
    int count = 0;
    for (int i = 0; i < offsets.size(); i++) {
      Delivery delivery = state.inFlight.find(consumer, offsets.at(i));
      if (delivery != null) {
        heldBytes += delivery.envelope.sizeBytes();
        count++;
      }
    }
    if (count == offsets.size()) {
      return offsets;
    }
    if (count == 0) {
      return null;
    }
    long[] held = new long[count];
    count = 0;
    for (int i = 0; i < offsets.size(); i++) {
      if (state.inFlight.find(consumer, offsets.at(i)) != null) {
        held[count++] = offsets.at(i);
      }
    }
    return Offsets.of(held);
  }
}
