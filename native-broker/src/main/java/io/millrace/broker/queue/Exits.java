package io.millrace.broker.queue;

/** How messages leave a queue: for good, or for where dead letters go. */
final class Exits {
  private final QueueState state;
  private final Effects effects;

  Exits(QueueState state, Effects effects) {
    this.state = state;
    this.effects = effects;
  }

  /** Messages leave for good; where they were, they are taken out by the caller. */
  void settle(Offsets offsets, Fate fate, long sizeBytes) {
    state.log.append(new Settle(offsets, fate, sizeBytes));
    state.sizeBytes -= sizeBytes;
    for (int i = 0; i < offsets.size(); i++) {
      state.forget(offsets.at(i));
    }
  }

  /**
   * Messages are not wanted: they depart if dead letters are kept, and leave for good otherwise.
   * Where they were, they are taken out by the caller.
   */
  void dismiss(Offsets offsets, DeadLetterReason reason, long sizeBytes) {
    effects.dismissed(reason, offsets.size());
    if (!state.options.keeps(reason)) {
      settle(offsets, reason.withoutDeadLetters(), sizeBytes);
      return;
    }
    Depart command = new Depart(offsets, reason, sizeBytes);
    state.log.append(command);
    depart(command);
    send();
  }

  /** Notes messages that depart. */
  void depart(Depart command) {
    state.departingBytes += command.sizeBytes();
    for (int i = 0; i < command.offsets().size(); i++) {
      long offset = command.offsets().at(i);
      if (command.reason() == DeadLetterReason.DELIVERY_LIMIT) {
        state.attempts.failed(offset);
      }
      state.departing.add(offset, command.reason());
      state.stay(offset);
    }
  }

  /** Asks for the copies of those whose turn it is. */
  void send() {
    for (long offset = state.departing.send(); offset >= 0; offset = state.departing.send()) {
      DeadLetterReason reason = state.departing.reason(offset);
      if (reason == null) {
        throw new IllegalStateException("departs without a reason: " + offset);
      }
      effects.deadLetter(offset, reason, state.attempts.count(offset));
    }
  }

  /** The copies of messages are durable. */
  void departed(Offsets offsets) {
    OffsetBatch known = new OffsetBatch();
    for (int i = 0; i < offsets.size(); i++) {
      long offset = offsets.at(i);
      if (state.departing.isSent(offset)) {
        known.add(offset, state.log.envelope(offset).sizeBytes());
      }
    }
    if (known.isEmpty()) {
      return;
    }
    Offsets gone = known.toOffsets();
    settle(gone, Fate.DEAD_LETTERED, known.sizeBytes());
    state.departingBytes -= known.sizeBytes();
    gone.forEach(state.departing::remove);
    send();
  }
}
