package io.millrace.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.journal.Durability;
import io.millrace.broker.journal.DurableListener;
import io.millrace.broker.journal.Journal;
import io.millrace.broker.journal.ReplayTarget;
import io.millrace.broker.journal.VolatileJournal;
import io.millrace.broker.message.Message;
import io.millrace.broker.queue.Depart;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.Enqueue;
import io.millrace.broker.queue.Envelope;
import io.millrace.broker.queue.Purge;
import io.millrace.broker.queue.QueueSnapshot;
import io.millrace.broker.queue.Requeue;
import io.millrace.broker.queue.Settle;
import io.millrace.broker.store.CommandCodec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one queue in a Redis server: its messages are in the heap, too, so that nothing is
 * ever read while it lives. What a turn appends is handed over at its end, and durable when the
 * server has acknowledged it.
 */
final class RedisJournal implements Journal {
  /** With so many commands since the last snapshot, another one is worth its bytes. */
  private static final int COMMANDS = 16_384;

  /** What a message takes beside its body, roughly. */
  private static final long OVERHEAD_BYTES = 256;

  private final RedisStore store;
  private final String name;
  private final Executor loop;
  private final VolatileJournal heap = new VolatileJournal(Long.MAX_VALUE);
  private final JournalChanges changes = new JournalChanges();
  private final CommandCodec codec = new CommandCodec();
  private final DurableCommand.Cases keeping = new Keeping();

  /** What to recover from; null once that is done, and for a new one. */
  private @Nullable StoredJournal stored;

  private final boolean isNew;
  private final Durability durability;
  private boolean recovered;
  private long position = -1;
  private long commands;
  private long heldBytes;

  /**
   * @param stored null for a new one
   */
  RedisJournal(RedisStore store, String name, Executor loop, @Nullable StoredJournal stored) {
    this.store = store;
    this.name = name;
    this.loop = loop;
    this.stored = stored;
    this.isNew = stored == null;
    this.durability = new Durability(name);
  }

  @Override
  public void recover(ReplayTarget target) {
    if (recovered) {
      throw new IllegalStateException(name + " was recovered before");
    }
    recovered = true;
    StoredJournal found = stored == null ? StoredJournal.NONE : stored;
    stored = null;
    for (Enqueue message : found.messages()) {
      heap.append(message);
      hold(message.envelope().sizeBytes() + OVERHEAD_BYTES);
    }
    commands = found.commands().size();
    if (isNew) {
      changes.begin();
    } else if (found.cleanStop()) {
      changes.markUnclean();
    }
    target.restore(found.snapshot(), found.cleanStop());
    found.commands().forEach(target::replay);
  }

  private void hold(long bytes) {
    heldBytes += bytes;
    store.hold(bytes);
  }

  private void check() {
    durability.check();
    if (!recovered) {
      throw new IllegalStateException(name + " was not recovered");
    }
  }

  @Override
  public long append(DurableCommand command) {
    check();
    heap.append(command);
    command.match(keeping);
    changes.append(codec.write(command));
    commands++;
    return ++position;
  }

  @Override
  public Envelope envelope(long offset) {
    return heap.envelope(offset);
  }

  @Override
  public boolean outlivesRestart() {
    return true;
  }

  @Override
  public Message read(long offset) {
    return heap.read(offset);
  }

  @Override
  public long lastPosition() {
    return position;
  }

  @Override
  public long durablePosition() {
    return durability.position();
  }

  @Override
  public void onDurable(DurableListener listener) {
    durability.onDurable(listener);
  }

  @Override
  public boolean acceptsMessages() {
    return store.acceptsMessages();
  }

  @Override
  public boolean hasRoomOfItsOwn() {
    return false;
  }

  @Override
  public void flush() {
    if (!durability.isDeleted() && !changes.isEmpty()) {
      submit(changes.take(store.keys(), name, name.getBytes(UTF_8)));
    }
  }

  private void submit(Changes handed) {
    long upTo = position;
    store.submit(
        new Submission(handed, loop, () -> durability.reached(upTo, position), durability::failed));
  }

  @Override
  public boolean wantsCheckpoint() {
    return commands >= COMMANDS;
  }

  @Override
  public void checkpoint(QueueSnapshot snapshot) {
    check();
    keep(snapshot, false);
    flush();
  }

  private void keep(QueueSnapshot snapshot, boolean clean) {
    changes.replaceLog(snapshot.toBytes(), clean);
    commands = 0;
  }

  @Override
  public CompletableFuture<Void> stop(QueueSnapshot last) {
    CompletableFuture<Void> before = durability.begun();
    if (before != null) {
      return before;
    }
    check();
    CompletableFuture<Void> done = durability.beginStop();
    keep(last, true);
    position++;
    leave();
    return done;
  }

  @Override
  public void close() {
    if (durability.close()) {
      changes.forget();
      leave();
      durability.fail(new IllegalStateException(name + " was closed before it had stopped"));
    }
  }

  /** Its messages are not needed any more: what is to be written of them stands in the changes. */
  private void leave() {
    durability.leave();
    heap.close();
    store.hold(-heldBytes);
    heldBytes = 0;
  }

  @Override
  public CompletableFuture<Void> delete() {
    CompletableFuture<Void> before = durability.begun();
    if (durability.isDeleted() && before != null) {
      return before;
    }
    CompletableFuture<Void> done = durability.beginDeletion();
    changes.forget();
    leave();
    position++;
    submit(store.delete(name));
    return done;
  }

  /** What each command does to the messages. */
  private final class Keeping implements DurableCommand.Cases {
    @Override
    public void enqueue(Enqueue command) {
      changes.add(command, codec.writeMessage(command));
      hold(command.envelope().sizeBytes() + OVERHEAD_BYTES);
    }

    @Override
    public void settle(Settle command) {
      command.offsets().forEach(changes::remove);
      hold(-command.sizeBytes() - command.offsets().size() * OVERHEAD_BYTES);
    }

    @Override
    public void depart(Depart command) {
      // the message stays until it is settled
    }

    @Override
    public void requeue(Requeue command) {
      // the message never left
    }

    /** What stays is written anew: nobody knows here what goes. */
    @Override
    public void purge(Purge command) {
      changes.removeAll();
      command
          .survivors()
          .forEach(
              offset -> {
                Enqueue kept = new Enqueue(offset, heap.read(offset), heap.envelope(offset));
                changes.add(kept, codec.writeMessage(kept));
              });
      hold(-command.sizeBytes() - command.count() * OVERHEAD_BYTES);
    }
  }
}
