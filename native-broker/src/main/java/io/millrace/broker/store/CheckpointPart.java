package io.millrace.broker.store;

import io.millrace.broker.queue.QueueSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What one queue has to do with checkpoints: from where in the log on they do not know it, and the
 * snapshot that it owes to the one that is being made.
 *
 * <p>Owned by the queue's loop.
 */
final class CheckpointPart {
  private static final long NOTHING = Long.MAX_VALUE;

  private final LocalJournal journal;
  private final QueueMessages messages;
  private final Runnable snapshotWanted;

  /** The one that waits for this queue. */
  private @Nullable CheckpointRound wanted;

  /** Where the first record stands, or before, that no checkpoint knows. */
  private long dirtyFrom;

  /**
   * @param snapshotWanted told when a checkpoint waits for a snapshot of the queue
   */
  CheckpointPart(
      LocalJournal journal, QueueMessages messages, long dirtyFrom, Runnable snapshotWanted) {
    this.journal = journal;
    this.messages = messages;
    this.dirtyFrom = dirtyFrom;
    this.snapshotWanted = snapshotWanted;
  }

  /** What must not be given up as long as this queue takes no part. */
  QueueRegistry.Needs needs() {
    return QueueRegistry.Needs.of(Math.min(dirtyFrom, messages.needsLogFrom()), messages.extents());
  }

  /** Records stand there that no checkpoint knows. */
  void placed(long position) {
    dirtyFrom = Math.min(dirtyFrom, position);
  }

  /** A checkpoint is being made: this queue takes part if it has to. */
  void join(CheckpointRound round) {
    if (!round.isAbandoned() && (dirtyFrom < round.cutoff() || messages.concerns(round))) {
      round.expect();
      wanted = round;
      snapshotWanted.run();
    }
  }

  boolean isWanted() {
    return wanted != null;
  }

  /** Gives the snapshot that is wanted, which knows all before that position of the log. */
  void give(QueueSnapshot snapshot, long position) {
    CheckpointRound round = wanted;
    if (round == null) {
      throw new IllegalStateException("no checkpoint waits for " + journal.name());
    }
    Contribution contribution =
        messages.contribution(journal, round, position, snapshot, dirtyFrom);
    wanted = null;
    if (round.answer(contribution)) {
      dirtyFrom = NOTHING;
    } else {
      // it was counted once, and is not counted again
      journal.loop().store().dead(contribution.liveChange());
    }
  }

  /** The checkpoint is not made: what was given to it stands in the log only. */
  void notMoved(long dirtyBefore) {
    dirtyFrom = Math.min(dirtyFrom, dirtyBefore);
  }

  /** Takes no part any more, also in the one that waits. */
  void leave() {
    CheckpointRound round = wanted;
    if (round != null) {
      wanted = null;
      round.answer(null);
    }
  }
}
