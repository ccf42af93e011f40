package io.millrace.broker.store;

import io.millrace.broker.journal.Journal;
import io.millrace.broker.journal.ReplayTarget;
import io.millrace.broker.message.Message;
import io.millrace.broker.queue.Acknowledge;
import io.millrace.broker.queue.DeadLetterReason;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.Effects;
import io.millrace.broker.queue.Envelope;
import io.millrace.broker.queue.Grant;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.queue.QueueMachine;
import io.millrace.broker.queue.QueueOptions;
import io.millrace.broker.queue.QueueSnapshot;
import io.millrace.broker.queue.Subscribe;
import java.util.Arrays;

/**
 * A real queue machine on a journal of a store, with one consumer, as a virtual host would host it.
 */
final class DrivenQueue implements ReplayTarget, Effects {
  private static final long CONSUMER = 1;

  private final Journal journal;
  private final QueueMachine machine;
  private long[] delivered = {0};
  private int count;
  private long bodies;

  DrivenQueue(LoopStore loop, String name) {
    journal = loop.open(name, this::checkpoint);
    machine = new QueueMachine(QueueOptions.DEFAULT, journal, this);
    journal.recover(this);
    machine.start(System.currentTimeMillis());
  }

  private void checkpoint() {
    journal.checkpoint(machine.snapshot());
  }

  Journal journal() {
    return journal;
  }

  QueueMachine machine() {
    return machine;
  }

  void subscribe() {
    machine.handle(new Subscribe(CONSUMER, 0, false, false, false, 0), now());
  }

  long publish(Message message, long nowMillis) {
    return machine.enqueue(message, Envelope.plain(message.body().length, nowMillis), nowMillis);
  }

  /** Delivers up to so many messages; how many there were. */
  int deliver(int credit, long nowMillis) {
    count = 0;
    machine.handle(new Grant(CONSUMER, credit), nowMillis);
    machine.deliver(credit, nowMillis);
    if (count < credit) {
      machine.handle(new Grant(CONSUMER, count - credit), nowMillis);
    }
    return count;
  }

  /** Acknowledges what {@link #deliver} delivered. */
  void acknowledge(long nowMillis) {
    if (count > 0) {
      machine.handle(new Acknowledge(CONSUMER, Offsets.copyOf(delivered, count)), nowMillis);
    }
  }

  long deliveredBodyBytes() {
    return bodies;
  }

  long firstDelivered() {
    return delivered[0];
  }

  static long now() {
    return System.currentTimeMillis();
  }

  @Override
  public void restore(QueueSnapshot snapshot, boolean cleanStop) {
    machine.restore(snapshot, cleanStop);
  }

  @Override
  public void replay(DurableCommand command) {
    machine.replay(command);
  }

  @Override
  public void deliver(long consumer, long offset, int deliveryCount, boolean redelivered) {
    if (count == delivered.length) {
      delivered = Arrays.copyOf(delivered, 2 * count);
    }
    delivered[count++] = offset;
    bodies += journal.read(offset).body().length;
  }

  @Override
  public void deadLetter(long offset, DeadLetterReason reason, int deliveryCount) {
    throw new AssertionError("no dead letters here");
  }

  @Override
  public void dismissed(DeadLetterReason reason, int count) {}

  @Override
  public void overdue(long consumer, long offset) {
    throw new AssertionError("nothing is overdue here");
  }

  @Override
  public void activated(long consumer, boolean active) {
    // there is one consumer
  }

  @Override
  public void unblocked() {
    // there is no limit
  }
}
