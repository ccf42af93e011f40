package io.millrace.broker.queue;

/** How messages are removed by an operator, and at a restart. */
final class Removals {
  /** Survivors in more runs than that are not listed in one command. */
  private static final int MOST_RUNS = 65_536;

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
    state.retain(survivors);
    return count;
  }

  /**
   * Removes those that are not to outlive a restart, before anybody has one of them; returns how
   * many. Reads the fewer, of those that go and those that stay.
   */
  long dropTransients() {
    OffsetRuns gone = state.transients.copy();
    if (gone.isEmpty()) {
      return 0;
    }
    OffsetRuns stay = state.delayed.offsets().copy();
    state.waiting.forEachLevel((priority, offsets) -> stay.addAll(offsets));
    gone.forEach(stay::remove);
    if (stay.size() < gone.size() && stay.runs() <= MOST_RUNS) {
      dropAllBut(stay, gone.size());
    } else {
      drop(gone);
    }
    return gone.size();
  }

  private void dropAllBut(OffsetRuns stay, long count) {
    long sizeBytes = state.sizeBytes - state.departingBytes - sizeBytes(stay);
    OffsetRuns survivors = stay.copy();
    state.departing.byReason().values().forEach(survivors::addAll);
    state.log.append(new Purge(state.nextOffset, survivors, count, sizeBytes));
    state.sizeBytes -= sizeBytes;
    state.retain(survivors);
    state.waiting.retainUnread(survivors);
    state.delayed.retainUnread(survivors);
  }

  private void drop(OffsetRuns gone) {
    OffsetBatch batch = new OffsetBatch();
    gone.forEach(
        offset -> {
          if (!batch.takes(offset)) {
            drop(batch);
          }
          batch.add(offset, state.log.envelope(offset).sizeBytes());
        });
    drop(batch);
  }

  private void drop(OffsetBatch batch) {
    Offsets offsets = batch.toOffsets();
    exits.settle(offsets, Fate.DROPPED, batch.sizeBytes());
    offsets.forEach(
        offset -> {
          if (!state.waiting.removeUnread(offset)) {
            state.delayed.removeUnread(offset);
          }
        });
    batch.clear();
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
    offsets.forEach(offset -> sum[0] += state.log.envelope(offset).sizeBytes());
    return sum[0];
  }
}
