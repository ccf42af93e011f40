package io.millrace.broker.store;

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

  private static final long NOTHING = Long.MAX_VALUE;

  private final LoopStore loop;
  private final int queue;
  private final String name;
  private final Runnable checkpointWanted;
  private final QueueMessages messages;
  private DurableListener listener = position -> {};
  private @Nullable RecoveredQueue recovered;
  private @Nullable CheckpointRound wanted;
  private @Nullable IOException failure;
  private boolean closed;
  private boolean deleted;

  /** Whether it takes no part in checkpoints any more. */
  private boolean left;

  /**
   * Once it stops or is deleted: done when its last record, which counts as a command, is durable.
   */
  private @Nullable CompletableFuture<Void> end;

  private long appended = -1;
  private long durable = -1;

  /** The batch at hand, if there is something of this queue in it. */
  private @Nullable LogBatch batch;

  private int batchIndex;

  /** Where it stands among the open journals of its loop. */
  private int place = NOWHERE;

  /** Where the first record stands, or before, that no checkpoint knows. */
  private long dirtyFrom;

  LocalJournal(
      LoopStore loop, RecoveredQueue recovered, List<Extent> extents, Runnable checkpointWanted) {
    this.loop = loop;
    this.queue = recovered.id();
    this.name = recovered.name();
    this.checkpointWanted = checkpointWanted;
    this.recovered = recovered;
    this.dirtyFrom = recovered.firstRecord();
    this.messages = new QueueMessages(loop, queue, recovered.messages(), extents);
  }

  int queue() {
    return queue;
  }

  String name() {
    return name;
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
    try {
      recover(stored, target);
    } catch (RuntimeException fault) {
      // It knows nothing that it could tell a checkpoint, so that all it has must be kept.
      close();
      throw fault;
    }
  }

  private void recover(RecoveredQueue stored, ReplayTarget target) {
    boolean hasSnapshot = stored.snapshot().length > 0;
    target.restore(
        hasSnapshot ? QueueSnapshot.from(stored.snapshot()) : QueueSnapshot.EMPTY,
        stored.isStopped());
    try {
      StoredCommands.replay(stored, loop.store().log(), loop.shared(), target);
    } catch (IOException damage) {
      throw new UncheckedIOException(name + " cannot be recovered", damage);
    }
    loop.store().registry().recovered(name);
    if (hasSnapshot && stored.isStopped()) {
      loop.writer().begin(StoreRecords.OPENED, queue, 0);
      loop.writer().end();
      recorded();
    }
  }

  @Override
  public long append(DurableCommand command) {
    check();
    LogWriter writer = loop.writer();
    int at = loop.commands().write(queue, command);
    join(writer.batch());
    appended++;
    writer.batch().advance(batchIndex, appended);
    messages.appended(command, at);
    if (writer.isFull()) {
      flush();
    }
    return appended;
  }

  /** Something of this queue that is no command stands in the batch at hand. */
  void recorded() {
    join(loop.writer().batch());
    loop.writer().batch().advance(batchIndex, appended);
  }

  private void join(LogBatch at) {
    if (batch != at) {
      batch = at;
      batchIndex = at.join(this);
    }
  }

  @Override
  public Envelope envelope(long offset) {
    return stored(offset).envelope();
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
  public long durablePosition() {
    return durable;
  }

  @Override
  public void onDurable(DurableListener other) {
    listener = other;
  }

  @Override
  public boolean acceptsMessages() {
    return loop.store().acceptsMessages();
  }

  @Override
  public void flush() {
    if (batch == null) {
      return;
    }
    try {
      loop.writer().flush();
    } catch (IOException fault) {
      batch = null;
      failure = fault;
      throw new UncheckedIOException(name + " cannot be written", fault);
    }
  }

  @Override
  public void placed(long position) {
    batch = null;
    dirtyFrom = Math.min(dirtyFrom, position);
    messages.placed(position);
    noteIfLeft();
  }

  @Override
  public void durable(long upTo) {
    if (upTo > durable) {
      durable = upTo;
      if (!closed) {
        listener.durable(upTo);
      }
      CompletableFuture<Void> ending = end;
      if (ending != null && upTo == appended) {
        closed = true;
        ending.complete(null);
      }
    }
  }

  @Override
  public void failed(IOException cause) {
    failure = cause;
    failEnd(new UncheckedIOException(name + " cannot be ended", cause));
    if (!closed) {
      listener.failed(new UncheckedIOException(name + " is unusable", cause));
    }
  }

  /** If it stops, it never gets there. */
  private void failEnd(RuntimeException why) {
    CompletableFuture<Void> ending = end;
    if (ending != null) {
      closed = true;
      ending.completeExceptionally(why);
    }
  }

  private void check() {
    IOException cause = failure;
    if (cause != null) {
      throw new UncheckedIOException(name + " is unusable: " + cause.getMessage(), cause);
    }
    if (left || recovered != null) {
      throw new IllegalStateException(name + (left ? " is closed" : " was not recovered"));
    }
  }

  /** What must not be given up as long as this queue takes no part in a checkpoint. */
  QueueRegistry.Needs needs() {
    return QueueRegistry.Needs.of(Math.min(dirtyFrom, messages.needsLogFrom()), messages.extents());
  }

  /** The store makes a checkpoint: this queue takes part if it has to. */
  void join(CheckpointRound round) {
    boolean takesPart =
        failure == null
            && recovered == null
            && !round.isAbandoned()
            && (dirtyFrom < round.cutoff() || messages.concerns(round));
    if (takesPart) {
      round.expect();
      wanted = round;
      checkpointWanted.run();
    }
  }

  @Override
  public boolean wantsCheckpoint() {
    return wanted != null;
  }

  @Override
  public void checkpoint(QueueSnapshot snapshot) {
    CheckpointRound round = wanted;
    check();
    if (round == null) {
      record(snapshot, false);
      return;
    }
    flush();
    Contribution contribution =
        messages.contribution(this, round, loop.store().log().end(), snapshot, dirtyFrom);
    wanted = null;
    if (round.answer(contribution)) {
      dirtyFrom = NOTHING;
    }
  }

  private void record(QueueSnapshot snapshot, boolean stopped) {
    byte[] bytes = snapshot.toBytes();
    loop.writer()
        .begin(StoreRecords.SNAPSHOT, queue, 1 + bytes.length)
        .put((byte) (stopped ? 1 : 0))
        .put(bytes);
    loop.writer().end();
    recorded();
  }

  /** The checkpoint is made: the survivors are read from where they stand now. */
  void moved(CheckpointRound round, List<Extent> extents) {
    messages.moved(round, extents);
    if (deleted) {
      loop.store().dead(messages.allDead());
    } else {
      noteIfLeft();
    }
  }

  /** The checkpoint is not made: what was given to it stands in the log only. */
  void notMoved(long dirtyBefore) {
    dirtyFrom = Math.min(dirtyFrom, dirtyBefore);
    noteIfLeft();
  }

  /** What must be kept for it may have changed, and it does not tell checkpoints of it any more. */
  private void noteIfLeft() {
    if (left && !deleted) {
      loop.closed(this);
    }
  }

  @Override
  public CompletableFuture<Void> stop(QueueSnapshot last) {
    CompletableFuture<Void> before = end;
    if (before != null) {
      return before;
    }
    check();
    CompletableFuture<Void> ending = new CompletableFuture<>();
    end = ending;
    appended++;
    record(last, true);
    loop.writer().batch().wantSync();
    leave();
    if (loop.writer().isFull()) {
      flush();
    }
    return ending;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      leave();
      failEnd(new IllegalStateException(name + " was closed before it had stopped"));
    }
  }

  private void leave() {
    if (!left) {
      left = true;
      loop.closed(this);
      release();
    }
  }

  private void release() {
    messages.release();
    CheckpointRound round = wanted;
    if (round != null) {
      wanted = null;
      round.answer(null);
    }
  }

  @Override
  public CompletableFuture<Void> delete() {
    CompletableFuture<Void> before = end;
    if (deleted && before != null) {
      return before;
    }
    CompletableFuture<Void> ending =
        before == null || before.isDone() ? new CompletableFuture<>() : before;
    end = ending;
    left = true;
    deleted = true;
    loop.writer().begin(StoreRecords.DELETED, queue, 0);
    loop.writer().end();
    appended++;
    recorded();
    try {
      // First: a checkpoint that leaves the queue out waits for what the log has by then.
      flush();
    } finally {
      loop.deleted(this, messages.allDead());
      release();
    }
    return ending;
  }
}
