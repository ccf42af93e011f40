package io.millrace.broker.store;

import io.millrace.broker.journal.Durability;
import io.millrace.broker.journal.DurableListener;
import io.millrace.broker.journal.Journal;
import io.millrace.broker.journal.ReplayTarget;
import io.millrace.broker.message.Message;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.Enqueue;
import io.millrace.broker.queue.Envelope;
import io.millrace.broker.queue.QueueSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one queue in the files of a {@link LocalStore}: commands go into the log that all
 * queues share, messages are read from where they stand.
 */
final class LocalJournal implements Journal, LogClient {
  /** The {@link #place} of a journal that is in no list. */
  static final int NOWHERE = -1;

  private final LoopStore loop;
  private final int queue;
  private final String name;
  private final QueueRecords records;
  private final QueueMessages messages;
  private final CheckpointPart checkpoints;
  private final Durability durability;
  private final JournalEnd end;
  private @Nullable RecoveredQueue recovered;

  /** Where it stands among the open journals of its loop. */
  private int place = NOWHERE;

  LocalJournal(
      LoopStore loop, RecoveredQueue recovered, List<Extent> extents, Runnable checkpointWanted) {
    this.loop = loop;
    this.queue = recovered.id();
    this.name = recovered.name();
    this.durability = new Durability(name);
    this.recovered = recovered;
    this.records = new QueueRecords(loop, queue, this);
    this.messages = new QueueMessages(loop, queue, recovered.messages(), extents);
    this.checkpoints =
        new CheckpointPart(this, messages, recovered.firstRecord(), checkpointWanted);
    this.end = new JournalEnd(this, records, messages, checkpoints, durability);
  }

  int queue() {
    return queue;
  }

  String name() {
    return name;
  }

  /** The queue is new. */
  void create() {
    records.addCreated(name);
  }

  int place() {
    return place;
  }

  void place(int other) {
    place = other;
  }

  LoopStore loop() {
    return loop;
  }

  @Override
  public void recover(ReplayTarget target) {
    RecoveredQueue stored = recovered;
    if (stored == null) {
      throw new IllegalStateException(name + " was recovered before");
    }
    recovered = null;
    // If that fails it knows nothing that it could tell a checkpoint: all it has must be kept.
    try {
      StoredCommands.recover(stored, loop.store().log(), loop.shared(), target);
    } catch (IOException damage) {
      close();
      throw new UncheckedIOException(name + " cannot be recovered", damage);
    } catch (RuntimeException fault) {
      close();
      throw fault;
    }
    loop.store().registry().recovered(name);
    if (stored.hasSnapshot() && stored.isStopped()) {
      records.addOpened();
    }
  }

  @Override
  public long append(DurableCommand command) {
    check();
    int at = records.add(command);
    messages.appended(command, at);
    if (records.areMany()) {
      flush();
    }
    return records.lastCommand();
  }

  @Override
  public Envelope envelope(long offset) {
    return stored(offset).envelope();
  }

  @Override
  public boolean outlivesRestart() {
    return true;
  }

  @Override
  public Message read(long offset) {
    Message message = stored(offset).message();
    messages.delivered(offset);
    return message;
  }

  private Enqueue stored(long offset) {
    try {
      return messages.read(offset);
    } catch (IOException fault) {
      throw new UncheckedIOException("offset " + offset + " of " + name + " cannot be read", fault);
    }
  }

  @Override
  public long lastPosition() {
    return records.lastCommand();
  }

  @Override
  public long durablePosition() {
    return durability.position();
  }

  @Override
  public void onDurable(DurableListener other) {
    durability.onDurable(other);
  }

  @Override
  public boolean acceptsMessages() {
    return loop.store().acceptsMessages();
  }

  @Override
  public boolean hasRoomOfItsOwn() {
    return false;
  }

  @Override
  public void flush() {
    try {
      records.flush();
    } catch (IOException fault) {
      durability.broken(fault);
      throw new UncheckedIOException(name + " cannot be written", fault);
    }
  }

  @Override
  public void placed(long position) {
    records.placed();
    checkpoints.placed(position);
    messages.placed(position);
    end.noteIfLeft();
  }

  @Override
  public void durable(long upTo) {
    durability.reached(upTo, records.lastCommand());
  }

  @Override
  public void failed(IOException cause) {
    durability.failed(cause);
  }

  private void check() {
    durability.check();
    if (recovered != null) {
      throw new IllegalStateException(name + " was not recovered");
    }
  }

  /** What must not be given up as long as this queue takes no part in a checkpoint. */
  QueueRegistry.Needs needs() {
    return checkpoints.needs();
  }

  /** The store makes a checkpoint: this queue takes part if it has to. */
  void join(CheckpointRound round) {
    if (!durability.hasFailed() && recovered == null) {
      checkpoints.join(round);
    }
  }

  @Override
  public boolean wantsCheckpoint() {
    return checkpoints.isWanted();
  }

  @Override
  public void checkpoint(QueueSnapshot snapshot) {
    check();
    if (checkpoints.isWanted()) {
      flush();
      checkpoints.give(snapshot, loop.store().log().end());
    } else {
      records.addSnapshot(snapshot);
    }
  }

  /** The checkpoint is made: the survivors are read from where they stand now. */
  void moved(CheckpointRound round, List<Extent> extents) {
    messages.moved(round, extents);
    end.moved();
  }

  /** The checkpoint is not made: what was given to it stands in the log only. */
  void notMoved(long dirtyBefore) {
    checkpoints.notMoved(dirtyBefore);
    end.noteIfLeft();
  }

  @Override
  public CompletableFuture<Void> stop(QueueSnapshot last) {
    CompletableFuture<Void> before = durability.begun();
    if (before != null) {
      return before;
    }
    check();
    return end.stop(last);
  }

  @Override
  public void close() {
    end.close();
  }

  @Override
  public CompletableFuture<Void> delete() {
    return end.delete();
  }
}
