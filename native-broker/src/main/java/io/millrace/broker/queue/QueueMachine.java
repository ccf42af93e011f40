package io.millrace.broker.queue;

import io.millrace.broker.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A queue: what enters it, who gets it, and what becomes of it. Deterministic: the same commands at
 * the same times over the same log give the same effects.
 *
 * <p><b>Life:</b> {@link #restore}, {@link #replay} of what came after the snapshot, {@link
 * #dropTransients} where that is wanted, {@link #start}; then anything else. After a turn's
 * commands, call {@link #deliver}, and have a {@link Tick} come at {@link #wakeAtMillis}.
 *
 * <p><b>Order:</b> higher priorities first, then by offset; what is given back goes to its old
 * place. In a queue with message groups, what is behind a held group is found up to 65,536 messages
 * away. In a queue whose consumers choose, each gets what he takes in this order, and what nobody
 * takes waits; behind messages of 65,536 keys that nobody can be given, those of a further one
 * wait.
 *
 * <p><b>At least once:</b> a message is delivered until it is settled. After an unclean stop all
 * that were there count as redelivered, since nobody knows.
 *
 * <p><b>Threads:</b> one owner. <b>Time</b> comes with each call, in milliseconds since the epoch;
 * one before that of an earlier call counts as that one. <b>Failure:</b> an {@link
 * java.io.UncheckedIOException} of the log leaves the machine unusable.
 */
public final class QueueMachine {
  private final QueueState state;
  private final Consumers consumers;
  private final Exits exits;
  private final Deliveries deliveries;
  private final Deadlines deadlines;
  private final LengthGuard guard;
  private final Commands commands;

  /** While a queue is made again from what is stored. */
  private @Nullable Replay replay;

  public QueueMachine(QueueOptions options, QueueLog log, Effects effects) {
    state = new QueueState(log);
    consumers = new Consumers(state.audiences, effects);
    exits = new Exits(state, effects);
    deliveries = new Deliveries(state, consumers, exits, effects);
    Settlements settlements = new Settlements(state, consumers, exits);
    deadlines = new Deadlines(state, consumers, settlements, exits, effects);
    guard = new LengthGuard(state, deliveries, exits, effects);
    commands = new Commands(state, consumers, settlements, exits, deliveries, deadlines);
    state.configure(options);
    consumers.setSingle(options.singleActiveConsumer());
  }

  /**
   * Takes over the state of a queue that was here before.
   *
   * @param cleanStop whether the snapshot was the last thing before an orderly stop, and nothing
   *     came after it
   */
  public void restore(QueueSnapshot snapshot, boolean cleanStop) {
    Snapshots.restore(state, snapshot);
    if (!cleanStop) {
      state.attempts.suspectBelow(Long.MAX_VALUE);
    }
  }

  /** Applies what was appended after the snapshot, without effects. */
  public void replay(DurableCommand command) {
    Replay replaying = replay;
    if (replaying == null) {
      replaying = new Replay(state, exits);
      replay = replaying;
    }
    command.match(replaying);
  }

  /**
   * Removes what is not to outlive a restart: messages that are not {@linkplain
   * io.millrace.broker.message.Properties#isPersistent persistent}, unless they depart. Takes the
   * time that the fewer take, of those that go and those that stay, and none where none goes.
   *
   * @return how many went
   */
  public long dropTransients() {
    replay = null;
    return new Removals(state, exits).dropTransients();
  }

  /** Begins to live: asks again for the copies of the messages that depart. */
  public void start(long nowMillis) {
    at(nowMillis);
    replay = null;
    state.unusedSinceMillis = nowMillis;
    if (state.attempts.suspectBelow() > state.nextOffset) {
      state.attempts.suspectBelow(state.nextOffset);
    }
    state.waiting.dropLeftovers();
    state.delayed.dropLeftovers();
    state.delayed.forEachRetry(offset -> state.waiting.hold(state.log.envelope(offset)));
    exits.send();
    deadlines.tick();
  }

  /**
   * Changes the rules. What is too much by the new ones is dropped at once, if that is the rule.
   */
  public void configure(QueueOptions options, long nowMillis) {
    at(nowMillis);
    state.configure(options);
    consumers.setSingle(options.singleActiveConsumer());
    deadlines.configured();
    guard.enforce();
    changed();
  }

  /** Whether a message may enter; to make room, messages may be delivered first. */
  public Admission admit(Envelope envelope, long nowMillis) {
    at(nowMillis);
    Admission admission = guard.admit(envelope);
    changed();
    return admission;
  }

  /**
   * Adds a message that was admitted; it is then the last one below {@link #nextOffset}. It is
   * delivered by {@link #deliver}, or before that where room must be made.
   *
   * @param envelope as it was published: the queue's own time to live is added here
   * @return the position of its command in the log
   */
  public long enqueue(Message message, Envelope envelope, long nowMillis) {
    at(nowMillis);
    Enqueue command = new Enqueue(state.nextOffset, message, expiring(envelope));
    long position = state.log.append(command);
    state.enter(command);
    guard.enforce();
    changed();
    return position;
  }

  /**
   * Whether a message that entered now would be delivered at once by {@link #deliver}: somebody has
   * credit, and nothing comes before it. What can be delivered without it is delivered first.
   *
   * @param envelope as it was published
   */
  public boolean deliversAtOnce(Envelope envelope, long nowMillis) {
    at(nowMillis);
    boolean atOnce = deliveries.isClearFor(expiring(envelope));
    changed();
    return atOnce;
  }

  private Envelope expiring(Envelope envelope) {
    long timeToLive = state.options.timeToLiveMillis();
    if (timeToLive == Envelope.NEVER) {
      return envelope;
    }
    long from = Math.max(envelope.enqueuedAtMillis(), envelope.dueAtMillis());
    long expires = from + timeToLive;
    return expires >= 0 && expires < envelope.expiresAtMillis()
        ? envelope.withExpiry(expires)
        : envelope;
  }

  /** Does what a command says. */
  public void handle(VolatileCommand command, long nowMillis) {
    at(nowMillis);
    command.match(commands);
    changed();
  }

  /**
   * Delivers while there are both messages and consumers with credit.
   *
   * @param limit of messages to look at, so that other queues get their turn
   * @return whether the limit was met, so that there may be more to deliver
   */
  public boolean deliver(int limit, long nowMillis) {
    at(nowMillis);
    boolean more = deliveries.deliver(limit);
    changed();
    return more;
  }

  /**
   * Delivers one message to somebody who asks for it, without a subscription.
   *
   * @param holder a number that no consumer has; what it fetches it settles like a consumer, and
   *     {@link Detach} ends it
   * @param filter which ones are wanted, in a queue whose consumers choose: behind others a fetch
   *     looks for them 65,536 messages far
   * @return whether there was one
   */
  public boolean fetch(long holder, boolean autoAcknowledge, KeyFilter filter, long nowMillis) {
    at(nowMillis);
    state.unusedSinceMillis = state.nowMillis;
    boolean found = deliveries.fetch(holder, autoAcknowledge, filter);
    changed();
    return found;
  }

  /**
   * Gives a message that waits to somebody, out of its turn and without the effect of a delivery:
   * it may be kept for any time, and does not count as delivered when it is given back.
   *
   * @param holder a number that no consumer has; it settles the message like a consumer
   * @return whether it waited, and has not expired
   */
  public boolean take(long holder, long offset, long nowMillis) {
    at(nowMillis);
    state.unusedSinceMillis = state.nowMillis;
    boolean taken = deliveries.take(holder, offset);
    changed();
    return taken;
  }

  /**
   * Removes all messages that wait; delayed, unacknowledged and departing ones stay. Takes the time
   * that those take which stay, however many go.
   *
   * @return how many were removed
   */
  public long purge(long nowMillis) {
    at(nowMillis);
    long count = new Removals(state, exits).purge();
    changed();
    return count;
  }

  /**
   * Removes a delayed message.
   *
   * @return whether it was delayed still
   */
  public boolean cancelDelayed(long offset, long nowMillis) {
    at(nowMillis);
    boolean cancelled = new Removals(state, exits).cancelDelayed(offset);
    changed();
    return cancelled;
  }

  /**
   * Lists delayed messages in the order in which they are due.
   *
   * @param after the last one of the page before
   */
  public List<DelayedMessage> delayed(DelayedMessage after, int limit) {
    return state.delayed.list(after, limit);
  }

  /**
   * Looks at messages that wait, without changing anything, in the order of their offsets.
   *
   * @return at most {@code limit} offsets, the first at or above {@code from}
   */
  public List<Long> browse(long from, int limit) {
    List<Long> page = new ArrayList<>();
    for (long next = state.waiting.next(from);
        next >= 0 && page.size() < limit;
        next = state.waiting.next(next + 1)) {
      page.add(next);
    }
    return page;
  }

  /** Whether a consumer may subscribe: an exclusive one is the only one. */
  public boolean admits(boolean exclusive) {
    return consumers.admits(exclusive);
  }

  /** Whether somebody of that number consumes, or holds a message. */
  public boolean knows(long consumer) {
    return consumers.find(consumer) != null;
  }

  /** When a {@link Tick} has something to do; {@link Envelope#NEVER} for never. */
  public long wakeAtMillis() {
    return deadlines.wakeAtMillis();
  }

  /** Since when nobody has consumed, fetched or declared it; empty while somebody consumes. */
  public OptionalLong unusedSinceMillis() {
    return consumers.subscribed() > 0
        ? OptionalLong.empty()
        : OptionalLong.of(state.unusedSinceMillis);
  }

  /** Somebody has declared the queue again, so that it is in use. */
  public void touch(long nowMillis) {
    state.unusedSinceMillis = at(nowMillis);
  }

  /** The offset of the next message to be enqueued. */
  public long nextOffset() {
    return state.nextOffset;
  }

  /** How many messages are where. */
  public QueueCounts counts() {
    return new QueueCounts(
        state.waiting.size(),
        state.inFlight.size(),
        state.delayed.size(),
        state.departing.size(),
        state.sizeBytes,
        consumers.subscribed());
  }

  /**
   * All that outlives a restart. Before an orderly stop, detach all consumers first, so that their
   * messages are known to have been delivered.
   */
  public QueueSnapshot snapshot() {
    return Snapshots.take(state);
  }

  /** To be called after whatever may have delivered or removed messages. */
  private void changed() {
    deadlines.delivered();
    guard.unblock();
  }

  private long at(long nowMillis) {
    state.nowMillis = Math.max(state.nowMillis, nowMillis);
    return state.nowMillis;
  }
}
