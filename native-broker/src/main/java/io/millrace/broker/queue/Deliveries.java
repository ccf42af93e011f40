package io.millrace.broker.queue;

import org.jspecify.annotations.Nullable;

/** Hands messages to those whose turn it is. */
final class Deliveries {
  /** So many messages that are not wanted a fetch looks at. */
  private static final int FETCH_LIMIT = 65_536;

  private final QueueState state;
  private final Consumers consumers;
  private final Exits exits;
  private final Effects effects;

  /** Settled by their delivery, and not yet said so to the log. Null while none ever was. */
  private @Nullable OffsetBatch settled;

  private boolean paused;

  Deliveries(QueueState state, Consumers consumers, Exits exits, Effects effects) {
    this.state = state;
    this.consumers = consumers;
    this.exits = exits;
    this.effects = effects;
  }

  void setPaused(boolean value) {
    paused = value;
  }

  /**
   * Delivers while there are both messages and consumers.
   *
   * @param limit of messages to look at
   * @return whether the limit was met, so that there may be more to deliver
   */
  boolean deliver(int limit) {
    int looked = 0;
    for (; looked < limit && !paused; looked++) {
      Consumer consumer = consumers.next();
      long offset = consumer == null ? Waiting.NOTHING : state.waiting.poll(null);
      if (consumer == null || offset == Waiting.NOTHING) {
        break;
      }
      if (offset != Waiting.PASSED_OVER && isFresh(offset)) {
        serve(offset, state.waiting.receiver(consumer));
      }
    }
    consumers.endTurn();
    flush();
    return looked == limit;
  }

  private void serve(long offset, @Nullable Consumer consumer) {
    Envelope envelope = state.waiting.polled();
    if (consumer == null || !consumer.takeCredit(envelope.sizeBytes())) {
      state.waiting.release(envelope);
      state.waiting.add(offset, envelope);
      consumers.endTurn();
      return;
    }
    send(offset, consumer, consumer.autoAcknowledge);
    if (consumer.autoAcknowledge) {
      consumer.replenish(); // It is settled.
    }
    consumers.served(consumer);
  }

  /**
   * Hands out one message on demand.
   *
   * @return whether there was one
   */
  boolean fetch(long holder, boolean autoAcknowledge, KeyFilter filter) {
    for (int passedOver = 0; passedOver < FETCH_LIMIT && !paused; ) {
      long offset = state.waiting.poll(filter);
      if (offset == Waiting.NOTHING) {
        break;
      }
      if (offset == Waiting.PASSED_OVER) {
        passedOver++;
      } else if (isFresh(offset)) {
        Consumer to = consumers.holder(holder);
        send(offset, to, autoAcknowledge);
        if (autoAcknowledge) {
          consumers.released(to); // It is settled.
        }
        flush();
        return true;
      }
    }
    return false;
  }

  /** Gives a message that waits to a holder, whosever turn it is. */
  boolean take(long holder, long offset) {
    if (!state.waiting.contains(offset)) {
      return false;
    }
    Envelope envelope = state.log.envelope(offset);
    if (envelope.isExpired(state.nowMillis)) {
      return false;
    }
    state.waiting.remove(offset, envelope);
    state.waiting.hold(envelope);
    state.inFlight.add(offset, envelope, consumers.taker(holder), state.nowMillis);
    return true;
  }

  /** Whether a message that enters now is the next one, and somebody may be served. */
  boolean isClearFor(Envelope envelope) {
    deliver(OffsetBatch.FULL);
    return !paused
        && consumers.next() != null
        && state.waiting.isClearFor(envelope)
        && !envelope.isDelayed(state.nowMillis)
        && !envelope.isExpired(state.nowMillis);
  }

  private boolean isFresh(long offset) {
    Envelope envelope = state.waiting.polled();
    if (!envelope.isExpired(state.nowMillis)) {
      return true;
    }
    state.waiting.release(envelope);
    exits.dismiss(Offsets.of(offset), DeadLetterReason.EXPIRED, envelope.sizeBytes());
    return false;
  }

  private void send(long offset, Consumer consumer, boolean autoAcknowledge) {
    Envelope envelope = state.waiting.polled();
    int attempts = state.attempts.count(offset);
    boolean redelivered = state.attempts.isRedelivered(offset);
    if (autoAcknowledge) {
      settle(offset, envelope);
      state.waiting.release(envelope);
    } else {
      state.inFlight.add(offset, envelope, consumer, state.nowMillis);
    }
    effects.deliver(consumer.id, offset, attempts, redelivered);
  }

  private void settle(long offset, Envelope envelope) {
    OffsetBatch batch = settled;
    if (batch == null) {
      batch = new OffsetBatch();
      settled = batch;
    } else if (!batch.takes(offset)) {
      flush();
    }
    batch.add(offset, envelope.sizeBytes());
  }

  private void flush() {
    OffsetBatch batch = settled;
    if (batch != null && !batch.isEmpty()) {
      exits.settle(batch.toOffsets(), Fate.ACKNOWLEDGED, batch.sizeBytes());
      batch.clear();
    }
  }
}
