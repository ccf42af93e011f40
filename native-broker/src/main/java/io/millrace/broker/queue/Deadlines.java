package io.millrace.broker.queue;

import java.util.Arrays;

/** What happens because time has passed. A tick does a bounded part of it. */
final class Deadlines {
  private final QueueState state;
  private final Consumers consumers;
  private final Settlements settlements;
  private final Exits exits;
  private final Effects effects;

  /** No delivery is overdue before this. */
  private long nextOverdueMillis = Envelope.NEVER;

  Deadlines(
      QueueState state,
      Consumers consumers,
      Settlements settlements,
      Exits exits,
      Effects effects) {
    this.state = state;
    this.consumers = consumers;
    this.settlements = settlements;
    this.exits = exits;
    this.effects = effects;
  }

  /** When there is something to do; {@link Envelope#NEVER} for never, by what is known now. */
  long wakeAtMillis() {
    long first = Math.min(state.delayed.firstMillis(), state.waiting.firstExpiryMillis());
    return Math.min(first, nextOverdueMillis);
  }

  /** Messages may have been delivered in this turn. */
  void delivered() {
    if (state.inFlight.size() > 0) {
      long deadline = consumers.shortestAckDeadlineMillis(queueDeadlineMillis());
      nextOverdueMillis = Math.min(nextOverdueMillis, sum(state.nowMillis, deadline));
    }
  }

  /** The rules have changed. */
  void configured() {
    nextOverdueMillis = Envelope.NEVER;
    for (Consumer consumer : consumers.all()) {
      Delivery oldest = consumer.oldest();
      if (oldest != null) {
        nextOverdueMillis = Math.min(nextOverdueMillis, overdueMillis(consumer, oldest));
      }
    }
  }

  void tick() {
    promote();
    expire();
    if (nextOverdueMillis <= state.nowMillis) {
      consumers.all().forEach(this::takeBack);
      configured();
    }
  }

  /** Delayed messages that are due take their places. */
  private void promote() {
    int budget = OffsetBatch.FULL;
    while (budget > 0 && state.delayed.firstMillis() <= state.nowMillis) {
      Offsets run = state.delayed.pollFirst(budget);
      budget -= run.size();
      for (int i = 0; i < run.size(); i++) {
        promote(run.at(i));
      }
    }
  }

  private void promote(long offset) {
    Envelope envelope = state.log.envelope(offset);
    if (state.delayed.isRetry(offset)) {
      state.waiting.release(envelope);
    }
    state.delayed.forget(offset);
    state.waiting.add(offset, envelope);
  }

  private void expire() {
    int budget = OffsetBatch.FULL;
    OffsetBatch expired = new OffsetBatch();
    while (budget > 0 && state.waiting.firstExpiryMillis() <= state.nowMillis) {
      Offsets run = state.waiting.pollExpiry(budget);
      budget -= run.size();
      for (int i = 0; i < run.size(); i++) {
        long offset = run.at(i);
        if (!expired.takes(offset)) {
          dismiss(expired);
        }
        Envelope envelope = state.log.envelope(offset);
        state.waiting.remove(offset, envelope);
        expired.add(offset, envelope.sizeBytes());
      }
    }
    if (!expired.isEmpty()) {
      dismiss(expired);
    }
  }

  private void dismiss(OffsetBatch expired) {
    exits.dismiss(expired.toOffsets(), DeadLetterReason.EXPIRED, expired.sizeBytes());
    expired.clear();
  }

  /** Deliveries that were not settled in time go back; the consumer keeps its debt of credit. */
  private void takeBack(Consumer consumer) {
    long[] late = new long[4];
    int count = 0;
    for (Delivery each = consumer.oldest();
        each != null && overdueMillis(consumer, each) <= state.nowMillis;
        each = each.next) {
      if (count == late.length) {
        late = Arrays.copyOf(late, count * 2);
      }
      late[count++] = each.offset;
    }
    if (count == 0) {
      return;
    }
    Arrays.sort(late, 0, count);
    Offsets offsets = Offsets.copyOf(late, count);
    offsets.forEach(offset -> effects.overdue(consumer.id, offset));
    settlements.fail(consumer.id, offsets, 0, false);
    consumers.moveBack(consumer);
  }

  private long overdueMillis(Consumer consumer, Delivery delivery) {
    return sum(delivery.leasedAtMillis, consumer.ackDeadlineMillis(queueDeadlineMillis()));
  }

  private long queueDeadlineMillis() {
    return state.options.redelivery().ackDeadlineMillis();
  }

  private static long sum(long millis, long deadlineMillis) {
    return deadlineMillis == Envelope.NEVER ? Envelope.NEVER : millis + deadlineMillis;
  }
}
