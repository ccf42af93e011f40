package io.millrace.broker.queue;

/** How messages are removed by an operator. */
final class Removals {
  private final QueueState state;
  private final Exits exits;

  Removals(QueueState state, Exits exits) {
    this.state = state;
    this.exits = exits;
  }

  /** Removes all that wait; returns how many did. */
  long purge() {
    long count = state.waiting.size();
    if (count == 0) {
      return 0;
    }
    OffsetRuns survivors = state.delayed.offsets().copy();
    state.inFlight.forEach((offset, delivery) -> survivors.add(offset));
    state.departing.byReason().values().forEach(survivors::addAll);
    long sizeBytes = state.backlogBytes() - sizeBytes(state.delayed.offsets());
    state.log.append(new Purge(state.nextOffset, survivors, count, sizeBytes));
    state.sizeBytes -= sizeBytes;
    state.waiting.clear();
    state.attempts.retain(survivors);
    return count;
  }

  /** Removes a delayed message; returns whether it was one. */
  boolean cancelDelayed(long offset) {
    if (!state.delayed.offsets().contains(offset)) {
      return false;
    }
    Envelope envelope = state.log.envelope(offset);
    exits.settle(Offsets.of(offset), Fate.CANCELLED, envelope.sizeBytes());
    if (state.delayed.isRetry(offset)) {
      state.waiting.release(envelope);
    }
    state.delayed.remove(offset, envelope);
    return true;
  }

  private long sizeBytes(OffsetRuns offsets) {
    long[] sum = {0};
    offsets.forEachRun(
        (from, to) -> {
          for (long offset = from; offset < to; offset++) {
            sum[0] += state.log.envelope(offset).sizeBytes();
          }
        });
    return sum[0];
  }
}
