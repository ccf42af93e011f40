package io.millrace.broker.queue;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A queue with its log, at a time that the test sets, and what it has asked for. */
final class QueueFixture implements Effects {
  final RecordingLog log = new RecordingLog();

  /** Such as {@code "1<0"}: message 0 to consumer 1. */
  final List<String> delivered = new ArrayList<>();

  /** All that is no delivery. */
  final List<String> asked = new ArrayList<>();

  final Map<DeadLetterReason, Integer> dismissed = new EnumMap<>(DeadLetterReason.class);

  QueueMachine queue;
  long nowMillis = 1_000;

  QueueFixture(QueueOptions.Builder options) {
    queue = new QueueMachine(options.build(), log, this);
    queue.start(nowMillis);
  }

  Envelope plain() {
    return Envelope.plain(1, nowMillis);
  }

  QueueFixture enqueue(int count) {
    for (int i = 0; i < count; i++) {
      enqueue(plain());
    }
    return this;
  }

  QueueFixture enqueue(Envelope envelope) {
    queue.enqueue(new Message("", "q", Properties.NONE, new byte[0]), envelope, nowMillis);
    return this;
  }

  QueueFixture consumer(long id, int credit) {
    return consumer(id, credit, 0);
  }

  QueueFixture consumer(long id, int credit, int priority) {
    return handle(new Subscribe(id, priority, false, false, true, credit));
  }

  QueueFixture handle(VolatileCommand command) {
    queue.handle(command, nowMillis);
    return this;
  }

  /** Delivers, and returns what has been delivered since the last time. */
  List<String> deliveries() {
    queue.deliver(Integer.MAX_VALUE, nowMillis);
    List<String> all = List.copyOf(delivered);
    delivered.clear();
    return all;
  }

  QueueFixture pass(long millis) {
    nowMillis += millis;
    return handle(new Tick());
  }

  /** Another machine, made of what the log holds, as after a crash. */
  QueueFixture restart(QueueOptions.Builder options) {
    queue = new QueueMachine(options.build(), log, this);
    queue.restore(QueueSnapshot.EMPTY, false);
    log.commands.forEach(queue::replay);
    queue.start(nowMillis);
    return this;
  }

  @Override
  public void deliver(long consumer, long offset, int deliveryCount, boolean redelivered) {
    String again = redelivered ? " again" : "";
    String attempts = deliveryCount == 0 ? "" : " after " + deliveryCount;
    delivered.add(consumer + "<" + offset + again + attempts);
  }

  @Override
  public void deadLetter(long offset, DeadLetterReason reason, int deliveryCount) {
    asked.add("dead letter " + offset + " " + reason + " after " + deliveryCount);
  }

  @Override
  public void dismissed(DeadLetterReason reason, int count) {
    dismissed.merge(reason, count, Integer::sum);
  }

  @Override
  public void overdue(long consumer, long offset) {
    asked.add("overdue " + consumer + "<" + offset);
  }

  @Override
  public void activated(long consumer, boolean active) {
    asked.add(consumer + (active ? " active" : " passive"));
  }

  @Override
  public void unblocked() {
    asked.add("unblocked");
  }
}
