package io.millrace.broker.store;

import io.millrace.broker.journal.Journal;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * The store as one owner loop sees it: opens the journals of that loop's queues.
 *
 * <p><b>Threads:</b> the loop's only.
 */
public final class LoopStore {
  private final LocalStore store;
  private final Executor loop;
  private final LogWriter writer;
  private final CommandWriter commands;
  private final LoopMemory memory;
  private final RecordReader shared;
  private final OpenJournals journals = new OpenJournals();

  LoopStore(LocalStore store, Executor loop, long memoryBytes) {
    this.store = store;
    this.loop = loop;
    this.writer = new LogWriter(store.log(), loop);
    this.commands = new CommandWriter(writer);
    this.memory = new LoopMemory(memoryBytes);
    this.shared = new RecordReader(store.log());
  }

  /**
   * Opens the journal of a queue, and begins one if there is none of that name.
   *
   * @param queue its name, by which the store knows it
   * @param checkpointWanted called on the loop, and not within a call of the journal, when the
   *     journal {@linkplain Journal#wantsCheckpoint wants} a snapshot, while the queue may be idle:
   *     give it now or at the end of the coming turn
   * @throws IllegalStateException if it is open already
   */
  public Journal open(String queue, Runnable checkpointWanted) {
    RecoveredQueue found = store.registry().take(queue);
    boolean isNew = found == null;
    RecoveredQueue stored =
        found == null ? store.registry().create(queue, store.log().end()) : found;
    LocalJournal journal =
        new LocalJournal(this, stored, store.registry().takeExtents(stored.id()), checkpointWanted);
    if (isNew) {
      journal.create();
    }
    journals.add(journal);
    return journal;
  }

  /** Asks those queues that the checkpoint needs. */
  void collect(CheckpointRound round) {
    try {
      for (LocalJournal journal : journals.copy()) {
        journal.join(round);
      }
      round.answer(null);
    } catch (RuntimeException | Error fault) {
      round.fail(fault);
      throw fault;
    }
  }

  void execute(Runnable task) {
    loop.execute(task);
  }

  void closed(LocalJournal journal) {
    journals.remove(journal);
    store.registry().closed(journal.name(), journal.needs());
  }

  void deleted(LocalJournal journal, Map<Segment, Long> liveChange) {
    journals.remove(journal);
    store.deleted(journal.queue(), journal.name(), liveChange);
  }

  LocalStore store() {
    return store;
  }

  LogWriter writer() {
    return writer;
  }

  CommandWriter commands() {
    return commands;
  }

  LoopMemory memory() {
    return memory;
  }

  RecordReader shared() {
    return shared;
  }
}
