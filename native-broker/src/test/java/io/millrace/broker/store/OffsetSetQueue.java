package io.millrace.broker.store;

import io.millrace.broker.journal.DurableListener;
import io.millrace.broker.journal.Journal;
import io.millrace.broker.journal.ReplayTarget;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.message.Varint;
import io.millrace.broker.queue.Depart;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.Enqueue;
import io.millrace.broker.queue.Envelope;
import io.millrace.broker.queue.Fate;
import io.millrace.broker.queue.OffsetRuns;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.queue.Purge;
import io.millrace.broker.queue.QueueSnapshot;
import io.millrace.broker.queue.Requeue;
import io.millrace.broker.queue.Settle;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A queue on a journal that knows nothing but which messages are there, a set of their offsets: as
 * plain as can be, to test a store with.
 */
final class OffsetSetQueue implements ReplayTarget, DurableCommand.Cases {
  final NavigableSet<Long> present = new TreeSet<>();
  final List<DurableCommand> replayed = new ArrayList<>();
  boolean stopped;

  /** Comes before each checkpoint of the queue. */
  Runnable beforeCheckpoint = () -> {};

  /** Of {@link #delete}. */
  CompletableFuture<Void> gone = new CompletableFuture<>();

  private long next;
  private Journal journal;

  OffsetSetQueue(LoopStore loop, String name) {
    journal = loop.open(name, this::checkpoint);
    journal.recover(this);
  }

  private void checkpoint() {
    beforeCheckpoint.run();
    journal.checkpoint(snapshot());
  }

  Journal journal() {
    return journal;
  }

  /** Is told of the failure of the journal, which is to make nothing durable from now on. */
  AtomicReference<UncheckedIOException> failure() {
    AtomicReference<UncheckedIOException> told = new AtomicReference<>();
    journal.onDurable(
        new DurableListener() {
          @Override
          public void durable(long position) {
            throw new AssertionError("durable in spite of all: " + position);
          }

          @Override
          public void failed(UncheckedIOException cause) {
            told.set(cause);
          }
        });
    return told;
  }

  long next() {
    return next;
  }

  static byte[] body(String queue, long offset, int bytes) {
    byte[] body = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      body[i] = (byte) (queue.hashCode() * 31L + offset * 17 + i);
    }
    return body;
  }

  /** Enqueues a message; the position of the command. */
  long publish(byte[] body) {
    return publish(new Message("", "key", Properties.NONE, body));
  }

  long publish(Message message) {
    return append(new Enqueue(next, message, Envelope.plain(message.body().length, next)));
  }

  long settle(long... offsets) {
    return append(new Settle(Offsets.of(offsets), Fate.ACKNOWLEDGED, offsets.length));
  }

  long purge() {
    return append(new Purge(next, new OffsetRuns(), present.size(), present.size()));
  }

  void delete() {
    gone = journal.delete();
  }

  long append(DurableCommand command) {
    long position = journal.append(command);
    command.match(this);
    return position;
  }

  QueueSnapshot snapshot() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    number(1, out);
    number(next, out);
    number(present.size(), out);
    number(0, out);
    number(0, out);
    number(1, out);
    number(0, out);
    number(present.size(), out);
    long end = 0;
    for (long offset : present) {
      number(offset - end, out);
      number(1, out);
      end = offset + 1;
    }
    for (int i = 0; i < 6; i++) {
      number(0, out);
    }
    return QueueSnapshot.from(out.toByteArray());
  }

  private static void number(long value, ByteArrayOutputStream out) {
    ByteBuffer number = ByteBuffer.allocate(Varint.MAX_BYTES);
    Varint.write(value, number);
    out.write(number.array(), 0, number.position());
  }

  @Override
  public void restore(QueueSnapshot snapshot, boolean cleanStop) {
    stopped = cleanStop;
    next = snapshot.nextOffset();
    snapshot
        .present()
        .forEachRun(
            (from, to) -> {
              for (long offset = from; offset < to; offset++) {
                present.add(offset);
              }
            });
  }

  @Override
  public void replay(DurableCommand command) {
    replayed.add(command);
    command.match(this);
  }

  @Override
  public void enqueue(Enqueue command) {
    present.add(command.offset());
    next = command.offset() + 1;
  }

  @Override
  public void settle(Settle command) {
    command.offsets().forEach(present::remove);
  }

  @Override
  public void depart(Depart command) {
    // it stays present
  }

  @Override
  public void requeue(Requeue command) {
    // it stays present
  }

  @Override
  public void purge(Purge command) {
    present.removeIf(offset -> !command.survivors().contains(offset));
  }
}
