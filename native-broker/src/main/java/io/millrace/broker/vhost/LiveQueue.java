package io.millrace.broker.vhost;

import io.millrace.broker.journal.DurableListener;
import io.millrace.broker.journal.Journal;
import io.millrace.broker.journal.ReplayTarget;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.loop.TurnEnd;
import io.millrace.broker.message.Message;
import io.millrace.broker.queue.Cancel;
import io.millrace.broker.queue.DeadLetterReason;
import io.millrace.broker.queue.Departed;
import io.millrace.broker.queue.Detach;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.Effects;
import io.millrace.broker.queue.Envelope;
import io.millrace.broker.queue.Pause;
import io.millrace.broker.queue.QueueCounts;
import io.millrace.broker.queue.QueueMachine;
import io.millrace.broker.queue.QueueOptions;
import io.millrace.broker.queue.QueueSnapshot;
import io.millrace.broker.queue.Subscribe;
import io.millrace.broker.queue.Tick;
import io.millrace.broker.queue.VolatileCommand;
import io.millrace.broker.vhost.BlockedPublishes.Blocked;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a queue that is open: what its machine decides is written to its journal and
 * carried out. Owned by the loop.
 *
 * <p>In a turn: commands and publishes; then, once, deliveries are decided and what was appended is
 * flushed; then consumers are handed what they get. A publish is confirmed when the journal is
 * durable up to it; a delivery may leave before that.
 */
final class LiveQueue implements Effects, TurnEnd, ReplayTarget, DurableListener {
  /** So many deliveries of one queue in a turn, so that others get theirs. */
  private static final int DELIVERIES_PER_TURN = 1024;

  private final HostedQueue handle;
  private final OwnerLoop loop;
  private final Journal journal;
  private final QueueMachine machine;
  private final HostedConsumers consumers = new HostedConsumers();
  private QueueSettings settings;
  private boolean paused;

  /** Where in the journal the last message stands; -1 while none has come since the start. */
  private long lastEntered = -1;

  /** Whether an end of this turn was asked for. */
  private boolean touched;

  // What most queues most of the time have none of.
  private @Nullable QueueTimer timer;
  private @Nullable DurabilityWaits waits;
  private @Nullable BlockedPublishes blocked;
  private @Nullable Queue<PendingLetter> letters;
  private @Nullable OffsetList departed;

  /** Where a delivery goes that somebody fetches in this very call. */
  private @Nullable HostedConsumer fetching;

  private record PendingLetter(long offset, DeadLetterReason reason) {}

  LiveQueue(HostedQueue handle, QueueSettings settings, Journal journal) {
    this.handle = handle;
    this.loop = handle.loop();
    this.settings = settings;
    this.journal = journal;
    this.machine = new QueueMachine(settings.options(), journal, this);
  }

  void open(long nowMillis) {
    journal.recover(this);
    journal.onDurable(this);
    machine.start(nowMillis);
    touch();
  }

  @Override
  public void restore(QueueSnapshot snapshot, boolean cleanStop) {
    machine.restore(snapshot, cleanStop);
  }

  @Override
  public void replay(DurableCommand command) {
    machine.replay(command);
  }

  void publish(Message message, PublishBatch batch, int entry, long nowMillis) {
    touch();
    if (blocked != null && !blocked.isEmpty()) {
      // In their order: none passes those that wait.
      blocked.add(message, batch, entry);
    } else if (!enter(message, batch, entry, nowMillis)) {
      block(message, batch, entry);
    }
  }

  /** Takes the message in, or refuses it; false if it has to wait. */
  private boolean enter(Message message, PublishBatch batch, int entry, long nowMillis) {
    if (!journal.acceptsMessages()) {
      batch.refuse(entry, PublishRefusal.NO_SPACE);
      return true;
    }
    Envelope envelope = Envelopes.of(message, settings.options(), nowMillis);
    switch (machine.admit(envelope, nowMillis)) {
      case ADMIT -> {
        lastEntered = machine.enqueue(message, envelope, nowMillis);
        awaitDurable(message, batch, lastEntered);
      }
      case DUPLICATE -> awaitDurable(message, batch, lastEntered); // the first one is before that
      case REJECT -> batch.refuse(entry, PublishRefusal.QUEUE_FULL);
      case DEAD_LETTER -> {
        batch.refuse(entry, PublishRefusal.QUEUE_FULL);
        desk().publishRefused(this, message, nowMillis);
      }
      case BLOCK -> {
        return false;
      }
    }
    return true;
  }

  /** A message that is not to survive a restart is confirmed once it is in the queue. */
  private void awaitDurable(Message message, PublishBatch batch, long position) {
    if (journal.durablePosition() < position && message.properties().isPersistent()) {
      if (waits == null) {
        waits = new DurabilityWaits();
      }
      waits.add(batch, position);
    }
  }

  private void block(Message message, PublishBatch batch, int entry) {
    if (blocked == null) {
      blocked = new BlockedPublishes();
    }
    blocked.add(message, batch, entry);
  }

  /** Lets those in that wait, as far as there is room. */
  private void retryBlocked(long nowMillis) {
    BlockedPublishes waiting = blocked;
    Blocked first = waiting == null ? null : waiting.first();
    while (waiting != null
        && first != null
        && enter(first.message(), first.batch(), first.entry(), nowMillis)) {
      waiting.removeFirst();
      first.batch().answered();
      first = waiting.first();
    }
    touch();
  }

  void handle(VolatileCommand command, long nowMillis) {
    machine.handle(command, nowMillis);
    touch();
  }

  /** A new consumer, or why there cannot be one. */
  Answer<Subscription> subscribe(
      HostedConsumer consumer, SubscribeOptions options, long nowMillis) {
    if (!machine.admits(options.exclusive())) {
      return Answer.refused(new Refusal.ConsumerRefused(handle.name()));
    }
    consumers.add(consumer);
    handle(
        new Subscribe(
            consumer.id(),
            options.priority(),
            options.exclusive(),
            options.autoAcknowledge(),
            options.replenishing(),
            options.credit()),
        nowMillis);
    return Answer.done(consumer);
  }

  /** Hands one message to a consumer that was made for it; false if there is none. */
  boolean fetch(HostedConsumer consumer, boolean autoAcknowledge, long nowMillis) {
    fetching = consumer;
    try {
      boolean found = machine.fetch(consumer.id(), autoAcknowledge, nowMillis);
      if (found && !autoAcknowledge) {
        consumers.add(consumer);
      }
      return found;
    } finally {
      fetching = null;
      touch();
    }
  }

  /** The consumer wants no more, or is gone altogether. */
  void end(HostedConsumer consumer, boolean gone, boolean counted, long nowMillis) {
    if (gone) {
      consumers.remove(consumer);
      handle(new Detach(consumer.id(), counted), nowMillis);
    } else {
      consumer.markEnded();
      handle(new Cancel(consumer.id()), nowMillis);
    }
    if (machine.counts().unacknowledged() == 0) {
      // They hold nothing: nobody will hear of them again.
      consumers.removeIf(HostedConsumer::hasEnded);
    }
    if (handle.definition().autoDelete()
        && consumer.isSubscribed()
        && machine.counts().consumers() == 0) {
      unused(nowMillis);
    }
  }

  private void unused(long nowMillis) {
    machine.touch(nowMillis);
    handle.host().unused(handle, nowMillis);
  }

  void configure(QueueSettings other, long nowMillis) {
    if (!other.equals(settings)) {
      settings = other;
      machine.configure(other.options(), nowMillis);
      touch();
    }
  }

  /** Somebody has asked for the queue, so that it is in use. */
  void use(long nowMillis) {
    machine.touch(nowMillis);
    touch();
  }

  QueueFacts facts() {
    QueueCounts counts = machine.counts();
    return new QueueFacts(
        handle.definition(),
        counts.ready(),
        counts.unacknowledged(),
        counts.delayed(),
        counts.departing(),
        counts.sizeBytes(),
        counts.consumers(),
        paused);
  }

  QueueMachine machine() {
    return machine;
  }

  Journal journal() {
    return journal;
  }

  QueueSettings settings() {
    return settings;
  }

  HostedQueue handle() {
    return handle;
  }

  /** Removes what waits; how many that were. */
  long purge(long nowMillis) {
    touch();
    return machine.purge(nowMillis);
  }

  void pause(boolean nowPaused, long nowMillis) {
    paused = nowPaused;
    handle(new Pause(nowPaused), nowMillis);
  }

  /** Something has changed: there will be an end of this turn. */
  void touch() {
    if (!touched) {
      touched = true;
      loop.atTurnEnd(Phase.PERSIST, this);
    }
  }

  @Override
  public void endTurn(long nowMillis) {
    touched = false;
    handle.finishTurn(nowMillis);
  }

  void finishTurn(long nowMillis) {
    if (departed != null && !departed.isEmpty()) {
      machine.handle(new Departed(departed.take()), nowMillis);
    }
    boolean more = machine.deliver(DELIVERIES_PER_TURN, nowMillis);
    sendLetters(nowMillis);
    journal.flush();
    if (journal.wantsCheckpoint()) {
      journal.checkpoint(machine.snapshot());
    }
    wakeAt(more ? nowMillis : wakeAtMillis());
  }

  private void wakeAt(long atMillis) {
    QueueTimer wake = timer;
    if (wake == null && atMillis != Envelope.NEVER) {
      wake = new QueueTimer(handle);
      timer = wake;
    }
    if (wake != null) {
      wake.set(loop, atMillis);
    }
  }

  private long wakeAtMillis() {
    return Math.min(machine.wakeAtMillis(), expiresAtMillis());
  }

  /** When the queue goes if nobody uses it. */
  private long expiresAtMillis() {
    QueueOptions options = settings.options();
    if (options.expiresAfterMillis() == Envelope.NEVER || machine.unusedSinceMillis().isEmpty()) {
      return Envelope.NEVER;
    }
    return machine.unusedSinceMillis().getAsLong() + options.expiresAfterMillis();
  }

  /** The time has come for something. */
  void tick(long nowMillis) {
    if (expiresAtMillis() <= nowMillis) {
      unused(nowMillis);
    }
    handle(new Tick(), nowMillis);
  }

  /** Whether nobody has used it since exactly then. */
  boolean isUnusedSince(long sinceMillis) {
    return machine.unusedSinceMillis().equals(OptionalLong.of(sinceMillis));
  }

  @Override
  public void durable(long position) {
    if (waits != null) {
      waits.durable(position);
    }
  }

  @Override
  public void failed(UncheckedIOException cause) {
    // In a command of its own: the machine may be in the midst of a change.
    loop.post(
        new QueueWork(
            handle,
            (live, nowMillis) -> {
              throw cause;
            }));
  }

  @Override
  public void deliver(long consumer, long offset, int deliveryCount, boolean redelivered) {
    HostedConsumer to = fetching != null ? fetching : consumers.find(consumer);
    if (to != null) {
      to.add(offset, journal.read(offset), deliveryCount, redelivered);
    }
  }

  @Override
  public void deadLetter(long offset, DeadLetterReason reason, int deliveryCount) {
    if (letters == null) {
      letters = new ArrayDeque<>();
    }
    letters.add(new PendingLetter(offset, reason));
    touch();
  }

  @Override
  public void overdue(long consumer, long offset) {
    HostedConsumer late = consumers.find(consumer);
    if (late != null) {
      late.overdue(offset);
    }
  }

  @Override
  public void activated(long consumer, boolean active) {
    HostedConsumer one = consumers.find(consumer);
    if (one != null) {
      one.activated(active);
    }
  }

  @Override
  public void unblocked() {
    // In a turn of its own: the machine is in the midst of a change.
    loop.post(new QueueWork(handle, LiveQueue::retryBlocked));
  }

  /** Sends off the dead letters that wait, as far as there is room for them. */
  void sendLetters(long nowMillis) {
    while (letters != null && !letters.isEmpty()) {
      PendingLetter letter = letters.element();
      if (!desk().send(this, letter.offset(), letter.reason(), nowMillis)) {
        return;
      }
      letters.remove();
    }
  }

  /** The copy of a dead letter is durable, or has nowhere to go. */
  void departed(long offset) {
    if (departed == null) {
      departed = new OffsetList();
    }
    departed.add(offset);
    touch();
  }

  private LetterDesk desk() {
    return handle.host().letterDesk(handle.loopIndex());
  }

  /** An orderly end; done when everything is durable. Whoever waits for a confirm has it then. */
  CompletableFuture<Void> stop(long nowMillis) {
    finishTurn(nowMillis);
    consumers.forEach(consumer -> machine.handle(new Detach(consumer.id(), false), nowMillis));
    CompletableFuture<Void> durable = journal.stop(machine.snapshot());
    release(PublishRefusal.UNAVAILABLE);
    // At the end of the turn: all queues that stop in it share one write and one sync.
    loop.atTurnEnd(Phase.PERSIST, now -> journal.flush());
    return durable.whenComplete((nothing, failure) -> answerWaits(failure == null));
  }

  private void answerWaits(boolean durable) {
    if (waits != null && durable) {
      waits.durable(Long.MAX_VALUE);
    } else if (waits != null) {
      waits.refuseAll(PublishRefusal.UNAVAILABLE);
    }
  }

  /** Removes everything; who waits for a confirm gets it: it was in the queue. */
  void delete() {
    release(PublishRefusal.UNAVAILABLE);
    answerWaits(true);
    journal.delete();
  }

  /** After a failure. */
  void abandon() {
    release(PublishRefusal.UNAVAILABLE);
    answerWaits(false);
    journal.close();
  }

  private void release(PublishRefusal why) {
    wakeAt(Envelope.NEVER);
    if (blocked != null) {
      blocked.refuseAll(why);
    }
    consumers.forEach(HostedConsumer::cancelled);
  }

  /** What it was like, for the log. */
  String describe() {
    return machine.counts() + ", next offset " + machine.nextOffset() + ", " + settings;
  }
}
