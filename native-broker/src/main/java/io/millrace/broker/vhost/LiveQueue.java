package io.millrace.broker.vhost;

import io.millrace.broker.journal.Journal;
import io.millrace.broker.journal.ReplayTarget;
import io.millrace.broker.loop.TurnEnd;
import io.millrace.broker.message.Message;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.KeyFilter;
import io.millrace.broker.queue.Pause;
import io.millrace.broker.queue.QueueCounts;
import io.millrace.broker.queue.QueueMachine;
import io.millrace.broker.queue.QueueSnapshot;
import io.millrace.broker.queue.Tick;
import io.millrace.broker.queue.VolatileCommand;
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
final class LiveQueue implements TurnEnd, ReplayTarget {
  /** So many deliveries of one queue in a turn, so that others get theirs. */
  private static final int DELIVERIES_PER_TURN = 1024;

  private final HostedQueue handle;
  private final Journal journal;
  private final QueueMachine machine;
  private final Arrivals arrivals;
  private final QueueConsumers consumers = new QueueConsumers();
  private final Departures departures = new Departures();
  private final LossCounts losses;
  private final QueueAlarm alarm;
  private final Disuse disuse;
  private QueueSettings settings;
  private boolean paused;

  /** Whether an end of this turn was asked for. */
  private boolean touched;

  /**
   * @param defined whether a restart would find the queue
   */
  LiveQueue(HostedQueue handle, QueueSettings settings, Journal journal, boolean defined) {
    this.handle = handle;
    this.settings = settings;
    this.journal = journal;
    this.losses = new LossCounts(handle.host().traffic());
    this.arrivals = new Arrivals(this, losses, defined);
    this.alarm = new QueueAlarm(handle);
    this.machine =
        new QueueMachine(
            settings.options(), journal, new QueueEffects(this, consumers, departures, losses));
    this.disuse = new Disuse(handle, machine);
  }

  /** Recovers what is stored; gives how many messages were not to be there any more. */
  long open(long nowMillis) {
    journal.recover(this);
    journal.onDurable(arrivals);
    long dropped = machine.dropTransients();
    machine.start(nowMillis);
    touch();
    return dropped;
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
    arrivals.publish(message, batch, entry, nowMillis);
  }

  /** There is room again. */
  void retryBlocked(long nowMillis) {
    arrivals.retryBlocked(nowMillis);
    touch();
  }

  void handle(VolatileCommand command, long nowMillis) {
    machine.handle(command, nowMillis);
    touch();
  }

  /** A new consumer, or why there cannot be one. */
  Answer<Subscription> subscribe(
      HostedConsumer consumer, SubscribeOptions options, long nowMillis) {
    if (!consumers.subscribe(consumer, options, machine, nowMillis)) {
      return Answer.refused(new Refusal.ConsumerRefused(handle.name()));
    }
    touch();
    return Answer.done(consumer);
  }

  /** Hands one message to a consumer that was made for it; false if there is none. */
  boolean fetch(
      HostedConsumer consumer, boolean autoAcknowledge, KeyFilter filter, long nowMillis) {
    touch();
    return consumers.fetch(consumer, autoAcknowledge, filter, machine, nowMillis);
  }

  /** Somebody will take messages out of their turn, and ends like a consumer. */
  void hold(HostedConsumer holder) {
    consumers.add(holder);
  }

  /** What the consumer held may be settled. */
  void forgetIfDone(HostedConsumer consumer) {
    consumers.forgetIfDone(consumer, machine);
  }

  /** The consumer wants no more, or is gone altogether. */
  void end(HostedConsumer consumer, boolean gone, boolean counted, long nowMillis) {
    consumers.end(consumer, gone, counted, machine, nowMillis);
    touch();
    if (handle.definition().autoDelete()
        && consumer.isSubscribed()
        && machine.counts().consumers() == 0) {
      disuse.begins(true, nowMillis);
    }
  }

  void configure(QueueSettings other, long nowMillis) {
    if (!other.equals(settings)) {
      settings = other;
      machine.configure(other.options(), nowMillis);
      touch();
    }
  }

  /** What the queue is declared as is durable, or will never be. */
  void defined(@Nullable Throwable failure) {
    if (failure != null) {
      throw new IllegalStateException("its definition could not be stored", failure);
    }
    arrivals.defined();
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
        paused,
        losses.losses());
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

  /** Done when all that was done to it so far is durable; false if it never will be. */
  CompletableFuture<Boolean> whenDurable() {
    touch();
    return arrivals.whenDurable();
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
      handle.loop().atTurnEnd(Phase.PERSIST, this);
    }
  }

  @Override
  public void endTurn(long nowMillis) {
    touched = false;
    handle.finishTurn(nowMillis);
  }

  void finishTurn(long nowMillis) {
    departures.settle(this, nowMillis);
    arrivals.retryIfThereIsRoom(nowMillis);
    boolean more = machine.deliver(DELIVERIES_PER_TURN, nowMillis) || arrivals.mayRetry();
    sendLetters(nowMillis);
    journal.flush();
    if (journal.wantsCheckpoint()) {
      journal.checkpoint(machine.snapshot());
    }
    alarm.set(more, machine, settings.options(), nowMillis);
  }

  /** The time has come for something. */
  void tick(long nowMillis) {
    disuse.tick(settings.options(), nowMillis);
    handle(new Tick(), nowMillis);
  }

  /** Whether nobody has used it since exactly then, when its host was told, nor may need it. */
  boolean hasExpiredSince(long sinceMillis) {
    return disuse.hasLastedSince(sinceMillis);
  }

  /** In a command of its own: the machine may be in the midst of a change. */
  void later(QueueWork.Step step) {
    handle.loop().post(new QueueWork(handle, step));
  }

  /** Sends off the dead letters that wait, as far as there is room for them. */
  void sendLetters(long nowMillis) {
    departures.send(this, letterDesk(), nowMillis);
  }

  /** The copy of a dead letter is durable, or has nowhere to go. */
  void departed(long offset) {
    departures.departed(offset);
    touch();
  }

  LetterDesk letterDesk() {
    return handle.host().letterDesk(handle.loopIndex());
  }

  /** How it ends, whichever way. */
  QueueEnd end() {
    return new QueueEnd(this, arrivals, consumers, alarm);
  }

  /** What it was like, for the log. */
  String describe() {
    return machine.counts() + ", next offset " + machine.nextOffset() + ", " + settings;
  }
}
