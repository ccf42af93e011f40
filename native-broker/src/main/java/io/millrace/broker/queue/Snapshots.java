package io.millrace.broker.queue;

import java.util.Arrays;

/** Takes and restores snapshots of a queue's state. */
final class Snapshots {
  private Snapshots() {}

  static QueueSnapshot take(QueueState state) {
    QueueSnapshot snapshot = new QueueSnapshot();
    snapshot.nextOffset = state.nextOffset;
    snapshot.sizeBytes = state.sizeBytes;
    snapshot.departingBytes = state.departingBytes;
    snapshot.suspectBelow = state.attempts.suspectBelow();
    state.waiting.forEachLevel((priority, offsets) -> level(snapshot, priority).addAll(offsets));
    TimeIndex expiries = new TimeIndex();
    state.waiting.forEachExpiry(into(expiries));
    int maxPriority = state.options.maxPriority();
    state.inFlight.forEach(
        (offset, delivery) -> {
          Envelope envelope = delivery.envelope;
          level(snapshot, Math.min(envelope.priority(), maxPriority)).add(offset);
          if (envelope.expiresAtMillis() != Envelope.NEVER) {
            expiries.add(envelope.expiresAtMillis(), offset);
          }
        });
    snapshot.expiries = toArray(expiries);
    snapshot.delayed.addAll(state.delayed.offsets());
    TimeIndex due = new TimeIndex();
    state.delayed.scan(0, 0, into(due));
    snapshot.due = toArray(due);
    state
        .departing
        .byReason()
        .forEach((reason, runs) -> snapshot.departing.put(reason, runs.copy()));
    snapshot.transients.addAll(state.transients);
    state.attempts.forEach(snapshot.attempts::put);
    snapshot.ids = state.window.enteredMillis().keySet().toArray(new String[0]);
    snapshot.idMillis =
        state.window.enteredMillis().values().stream().mapToLong(Long::longValue).toArray();
    return snapshot;
  }

  /** Fills the state of a new machine. */
  static void restore(QueueState state, QueueSnapshot snapshot) {
    state.nextOffset = snapshot.nextOffset;
    state.sizeBytes = snapshot.sizeBytes;
    state.departingBytes = snapshot.departingBytes;
    state.attempts.suspectBelow(snapshot.suspectBelow);
    snapshot.attempts.forEach(state.attempts::set);
    state.transients.addAll(snapshot.transients);
    snapshot.ready.forEach(state.waiting::restore);
    for (int i = 0; i < snapshot.expiries.length; i += 3) {
      state.waiting.restoreExpiry(
          snapshot.expiries[i], snapshot.expiries[i + 1], snapshot.expiries[i + 2]);
    }
    state.delayed.restore(snapshot.delayed);
    for (int i = 0; i < snapshot.due.length; i += 3) {
      state.delayed.restoreDue(
          snapshot.due[i], snapshot.due[i + 1], snapshot.due[i + 2], state.attempts);
    }
    snapshot.departing.forEach(state.departing::restore);
    for (int i = 0; i < snapshot.ids.length; i++) {
      state.window.restore(snapshot.ids[i], snapshot.idMillis[i]);
    }
  }

  private static OffsetRuns level(QueueSnapshot snapshot, int priority) {
    return snapshot.ready.computeIfAbsent(priority, key -> new OffsetRuns());
  }

  private static TimeIndex.Visitor into(TimeIndex index) {
    return (time, from, to) -> {
      index.addRange(time, from, to);
      return true;
    };
  }

  private static long[] toArray(TimeIndex index) {
    long[][] entries = {new long[12]};
    int[] size = {0};
    index.scan(
        0,
        0,
        (time, from, to) -> {
          if (size[0] == entries[0].length) {
            entries[0] = Arrays.copyOf(entries[0], size[0] * 2);
          }
          entries[0][size[0]++] = time;
          entries[0][size[0]++] = from;
          entries[0][size[0]++] = to;
          return true;
        });
    return Arrays.copyOf(entries[0], size[0]);
  }
}
