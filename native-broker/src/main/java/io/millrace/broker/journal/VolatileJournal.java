package io.millrace.broker.journal;

import io.millrace.broker.message.Message;
import io.millrace.broker.queue.Depart;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.Enqueue;
import io.millrace.broker.queue.Envelope;
import io.millrace.broker.queue.OffsetMap;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.queue.Purge;
import io.millrace.broker.queue.QueueSnapshot;
import io.millrace.broker.queue.Requeue;
import io.millrace.broker.queue.Settle;
import java.util.concurrent.CompletableFuture;

/**
 * The journal of a queue that dies with the process: keeps the messages that are in the queue in
 * the heap, forgets all else, and calls everything durable at once.
 */
public final class VolatileJournal implements Journal {
  /** What a message takes beside its body, roughly. */
  private static final int OVERHEAD_BYTES = 256;

  private final OffsetMap<Enqueue> messages = new OffsetMap<>();
  private final DurableCommand.Cases keeping = new Keeping();
  private final long maxBytes;
  private long sizeBytes;
  private long position = -1;
  private long announced = -1;
  private DurableListener listener = durable -> {};

  /**
   * @param maxBytes of heap for its messages, from which on it accepts no more
   */
  public VolatileJournal(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** There is never anything to recover. */
  @Override
  public void recover(ReplayTarget target) {
    target.restore(QueueSnapshot.EMPTY, true);
  }

  @Override
  public long append(DurableCommand command) {
    command.match(keeping);
    return ++position;
  }

  @Override
  public Envelope envelope(long offset) {
    return stored(offset).envelope();
  }

  @Override
  public boolean outlivesRestart() {
    return false;
  }

  @Override
  public Message read(long offset) {
    return stored(offset).message();
  }

  private Enqueue stored(long offset) {
    Enqueue stored = messages.get(offset);
    if (stored == null) {
      throw new IllegalStateException("no message at offset " + offset);
    }
    return stored;
  }

  @Override
  public long lastPosition() {
    return position;
  }

  @Override
  public long durablePosition() {
    return position;
  }

  @Override
  public void onDurable(DurableListener other) {
    listener = other;
  }

  @Override
  public boolean acceptsMessages() {
    return sizeBytes + (long) messages.size() * OVERHEAD_BYTES < maxBytes;
  }

  @Override
  public boolean hasRoomOfItsOwn() {
    return true;
  }

  @Override
  public void flush() {
    if (announced < position) {
      announced = position;
      listener.durable(position);
    }
  }

  @Override
  public boolean wantsCheckpoint() {
    return false;
  }

  @Override
  public void checkpoint(QueueSnapshot snapshot) {
    // there is nothing to give back: the messages in the heap are those in the queue
  }

  @Override
  public CompletableFuture<Void> stop(QueueSnapshot last) {
    close();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    messages.clear();
    sizeBytes = 0;
  }

  @Override
  public CompletableFuture<Void> delete() {
    close();
    return CompletableFuture.completedFuture(null);
  }

  /** What each command does to the messages in the heap. */
  private final class Keeping implements DurableCommand.Cases {
    @Override
    public void enqueue(Enqueue command) {
      messages.put(command.offset(), command);
      sizeBytes += command.envelope().sizeBytes();
    }

    @Override
    public void settle(Settle command) {
      Offsets offsets = command.offsets();
      for (int i = 0; i < offsets.size(); i++) {
        messages.remove(offsets.at(i));
      }
      sizeBytes -= command.sizeBytes();
    }

    @Override
    public void depart(Depart command) {
      // the message stays until it is settled
    }

    @Override
    public void requeue(Requeue command) {
      // the message never left
    }

    @Override
    public void purge(Purge command) {
      OffsetMap<Enqueue> survivors = new OffsetMap<>();
      command.survivors().forEach(offset -> survivors.put(offset, stored(offset)));
      messages.clear();
      survivors.forEach(messages::put);
      sizeBytes -= command.sizeBytes();
    }
  }
}
