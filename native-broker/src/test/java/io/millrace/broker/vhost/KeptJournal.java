package io.millrace.broker.vhost;

import io.millrace.broker.journal.DurableListener;
import io.millrace.broker.journal.Journal;
import io.millrace.broker.journal.ReplayTarget;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.message.Message;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.Enqueue;
import io.millrace.broker.queue.Envelope;
import io.millrace.broker.queue.QueueSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The journal of one queue in memory, which keeps what is durable when the broker goes. */
final class KeptJournal implements Journal {
  private final String name;
  private final KeptJournals home;
  private final List<DurableCommand> commands = new ArrayList<>();
  private final Map<Long, Enqueue> messages = new HashMap<>();

  /** Messages that were appended and not read: what a real journal keeps at hand. */
  private final Set<Long> unread = new HashSet<>();

  private QueueSnapshot snapshot = QueueSnapshot.EMPTY;
  private boolean cleanStop = true;
  private boolean open;
  private @Nullable OwnerLoop owner;
  private volatile long appended = -1;
  private volatile long durable = -1;
  private int replayFrom;
  private DurableListener listener = position -> {};
  private boolean deleting;
  private final CompletableFuture<Void> deletion = new CompletableFuture<>();

  KeptJournal(String name, KeptJournals home) {
    this.name = name;
    this.home = home;
  }

  synchronized KeptJournal opened(OwnerLoop by) {
    if (open) {
      throw new IllegalStateException(name + " is open");
    }
    owner = by;
    open = true;
    return this;
  }

  @Override
  public synchronized void recover(ReplayTarget target) {
    target.restore(snapshot, cleanStop);
    commands.subList(replayFrom, commands.size()).forEach(target::replay);
    cleanStop = false;
  }

  @Override
  public synchronized long append(DurableCommand command) {
    if (name.contains(home.failing)) {
      throw new UncheckedIOException(new IOException("append to " + name + " failed"));
    }
    commands.add(command);
    if (command instanceof Enqueue enqueue) {
      messages.put(enqueue.offset(), enqueue);
      unread.add(enqueue.offset());
    }
    appended = commands.size() - 1L;
    return appended;
  }

  @Override
  public synchronized Envelope envelope(long offset) {
    return messages.get(offset).envelope();
  }

  @Override
  public synchronized Message read(long offset) {
    unread.remove(offset);
    return messages.get(offset).message();
  }

  synchronized int unread() {
    return unread.size();
  }

  @Override
  public long lastPosition() {
    return appended;
  }

  @Override
  public boolean outlivesRestart() {
    return true;
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
    return !home.full;
  }

  @Override
  public boolean hasRoomOfItsOwn() {
    return false;
  }

  @Override
  public void flush() {
    if (home.broken && durable < appended) {
      listener.failed(new UncheckedIOException(new IOException(name + " cannot be synced")));
    } else if (!home.holdsBack && !name.contains(home.held) && durable < appended) {
      durable = appended;
      listener.durable(durable);
    }
  }

  @Override
  public boolean wantsCheckpoint() {
    return false;
  }

  @Override
  public void checkpoint(QueueSnapshot taken) {
    throw new IllegalStateException("not asked for");
  }

  @Override
  public synchronized CompletableFuture<Void> stop(QueueSnapshot last) {
    snapshot = last;
    replayFrom = commands.size();
    cleanStop = true;
    durable = appended;
    open = false;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized void close() {
    open = false;
  }

  @Override
  public synchronized CompletableFuture<Void> delete() {
    if (name.contains(home.failing)) {
      throw new UncheckedIOException(new IOException("deletion of " + name + " failed"));
    }
    open = false;
    deleting = true;
    if (!home.holdsBack) {
      finishDeletion();
    }
    return deletion;
  }

  private void finishDeletion() {
    home.remove(name);
    deletion.complete(null);
  }

  /** What was held back becomes durable. */
  void letGo() {
    OwnerLoop by = owner;
    if (by != null) {
      by.execute(this::makeDurable);
    }
  }

  private synchronized void makeDurable() {
    if (deleting) {
      finishDeletion();
    } else {
      flush();
    }
  }

  synchronized void crash() {
    deleting = false;
    if (open || durable < appended) {
      commands.subList((int) durable + 1, commands.size()).clear();
      appended = durable;
      open = false;
    }
  }
}
