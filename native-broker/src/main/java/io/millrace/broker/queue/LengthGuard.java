package io.millrace.broker.queue;

/** Keeps a queue within its length, and duplicates out. */
final class LengthGuard {
  private final QueueState state;
  private final Deliveries deliveries;
  private final Exits exits;
  private final Effects effects;

  /** Size of the message whose publisher was told to wait last; -1 while nobody waits. */
  private int blockedBytes = -1;

  LengthGuard(QueueState state, Deliveries deliveries, Exits exits, Effects effects) {
    this.state = state;
    this.deliveries = deliveries;
    this.exits = exits;
    this.effects = effects;
  }

  Admission admit(Envelope envelope) {
    QueueOptions options = state.options;
    String id = envelope.deduplicationId();
    if (id != null
        && options.deduplication().isOn()
        && state.window.contains(id, options.deduplication(), state.nowMillis)) {
      return Admission.DUPLICATE;
    }
    Overflow overflow = options.length().overflow();
    if (overflow == Overflow.DROP_HEAD || fits(envelope.sizeBytes())) {
      return Admission.ADMIT;
    }
    deliveries.deliver(OffsetBatch.FULL);
    if (fits(envelope.sizeBytes())) {
      return Admission.ADMIT;
    }
    return switch (overflow) {
      case DROP_HEAD -> Admission.ADMIT;
      case REJECT_PUBLISH -> Admission.REJECT;
      case REJECT_PUBLISH_DEAD_LETTER ->
          options.deadLettering() ? Admission.DEAD_LETTER : Admission.REJECT;
      case BLOCK -> block(envelope.sizeBytes());
    };
  }

  /** A message larger than the whole limit may enter an empty queue: nothing would ever let it. */
  private Admission block(int sizeBytes) {
    if (state.backlog() == 0) {
      return Admission.ADMIT;
    }
    blockedBytes = sizeBytes;
    return Admission.BLOCK;
  }

  /** Drops what is too much, if that is the rule, after delivering what can be. */
  void enforce() {
    LengthLimit limit = state.options.length();
    if (limit.overflow() != Overflow.DROP_HEAD
        || !limit.isExceededBy(state.backlog(), state.backlogBytes())) {
      return;
    }
    deliveries.deliver(OffsetBatch.FULL);
    OffsetBatch victims = new OffsetBatch();
    while (limit.isExceededBy(state.backlog(), state.backlogBytes() - victims.sizeBytes())) {
      long victim = state.waiting.victim();
      boolean delayed = victim < 0;
      if (delayed) {
        victim = state.delayed.offsets().first();
      }
      if (!victims.takes(victim)) {
        drop(victims);
      }
      Envelope envelope = state.log.envelope(victim);
      if (delayed) {
        forgetDelayed(victim, envelope);
      } else {
        state.waiting.remove(victim, envelope);
      }
      victims.add(victim, envelope.sizeBytes());
    }
    if (!victims.isEmpty()) {
      drop(victims);
    }
  }

  /** Lets publishers go on if there is room again for the message that waits. */
  void unblock() {
    if (blockedBytes >= 0 && (state.backlog() == 0 || fits(blockedBytes))) {
      blockedBytes = -1;
      effects.unblocked();
    }
  }

  private void drop(OffsetBatch victims) {
    exits.dismiss(victims.toOffsets(), DeadLetterReason.MAX_LENGTH, victims.sizeBytes());
    victims.clear();
  }

  private void forgetDelayed(long offset, Envelope envelope) {
    if (state.delayed.isRetry(offset)) {
      state.waiting.release(envelope);
    }
    state.delayed.remove(offset, envelope);
  }

  private boolean fits(int sizeBytes) {
    return !state
        .options
        .length()
        .isExceededBy(state.backlog() + 1, state.backlogBytes() + sizeBytes);
  }
}
