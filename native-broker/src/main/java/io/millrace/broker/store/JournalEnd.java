package io.millrace.broker.store;

import io.millrace.broker.journal.Durability;
import io.millrace.broker.queue.QueueSnapshot;
import java.util.concurrent.CompletableFuture;

/**
 * How a journal in files ends: its queue stops, is deleted, or is given up. Owned by the queue's
 * loop.
 */
final class JournalEnd {
  private final LocalJournal journal;
  private final QueueRecords records;
  private final QueueMessages messages;
  private final CheckpointPart checkpoints;
  private final Durability durability;

  JournalEnd(
      LocalJournal journal,
      QueueRecords records,
      QueueMessages messages,
      CheckpointPart checkpoints,
      Durability durability) {
    this.journal = journal;
    this.records = records;
    this.messages = messages;
    this.checkpoints = checkpoints;
    this.durability = durability;
  }

  /** As {@link LocalJournal#stop}. */
  CompletableFuture<Void> stop(QueueSnapshot last) {
    CompletableFuture<Void> done = durability.beginStop();
    records.addLastSnapshot(last);
    leave();
    if (records.areMany()) {
      journal.flush();
    }
    return done;
  }

  /** As {@link LocalJournal#close}. */
  void close() {
    if (durability.close()) {
      leave();
      durability.fail(
          new IllegalStateException(journal.name() + " was closed before it had stopped"));
    }
  }

  /** As {@link LocalJournal#delete}. */
  CompletableFuture<Void> delete() {
    CompletableFuture<Void> before = durability.begun();
    if (durability.isDeleted() && before != null) {
      return before;
    }
    CompletableFuture<Void> done = durability.beginDeletion();
    records.addDeleted();
    try {
      // First: a checkpoint that leaves the queue out waits for what the log has by then.
      journal.flush();
    } finally {
      journal.loop().deleted(journal, messages.allDead());
      release();
    }
    return done;
  }

  private void leave() {
    if (!durability.hasLeft()) {
      durability.leave();
      journal.loop().closed(journal);
      release();
    }
  }

  private void release() {
    messages.release();
    checkpoints.leave();
  }

  /** What must be kept for it may have changed, and it does not tell checkpoints of it any more. */
  void noteIfLeft() {
    if (durability.hasLeft() && !durability.isDeleted()) {
      journal.loop().closed(journal);
    }
  }

  /** Its messages stand elsewhere, those that nobody needs any more too. */
  void moved() {
    if (durability.isDeleted()) {
      journal.loop().store().dead(messages.allDead());
    } else {
      noteIfLeft();
    }
  }
}
