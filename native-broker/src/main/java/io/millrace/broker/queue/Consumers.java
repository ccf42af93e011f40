package io.millrace.broker.queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Those who consume a queue or hold messages of it, and which of them may be served. */
final class Consumers {
  private final Effects effects;
  private final Audiences audiences;

  /** In the order in which they came. An empty one that cannot change while none ever came. */
  private Map<Long, Consumer> byId = Map.of();

  private int subscribed;
  private boolean single;

  /** The shortest deadline that any of them has of its own. */
  private long shortestAckDeadlineMillis = Envelope.NEVER;

  /** Whose turn goes on. */
  private @Nullable Consumer inTurn;

  /** The one that is served, in a queue with a single active consumer. */
  private @Nullable Consumer active;

  Consumers(Audiences audiences, Effects effects) {
    this.audiences = audiences;
    this.effects = effects;
  }

  /** How many consumers want messages. */
  int subscribed() {
    return subscribed;
  }

  /**
   * Whether another one may subscribe; to be alone, and to wait for one's turn, is one too many.
   */
  boolean admits(boolean exclusive) {
    if (exclusive && single) {
      return false;
    }
    if (subscribed == 0) {
      return true;
    }
    return !exclusive
        && byId.values().stream().noneMatch(each -> each.subscribed && each.exclusive);
  }

  /** Whose turn it is; null if nobody can be served. */
  @Nullable Consumer next() {
    return audiences.next();
  }

  /** A consumer has got a message: if its turn is over, others come first now. */
  void served(Consumer consumer) {
    if (inTurn != consumer) {
      endTurn();
    }
    inTurn = consumer;
    Audience audience = consumer.audience;
    if (audience == null || audience.turns.served(consumer)) {
      endTurn();
    }
  }

  /** Nobody goes on with its turn. */
  void endTurn() {
    Consumer consumer = inTurn;
    if (consumer != null) {
      inTurn = null;
      moveBack(consumer);
    }
  }

  /** Others come first now. */
  void moveBack(Consumer consumer) {
    consumer.moveBack();
    audiences.moveBack(consumer);
  }

  /** No shorter than this is the deadline of any, in a queue that has such a deadline. */
  long shortestAckDeadlineMillis(long queueDeadlineMillis) {
    return Math.min(shortestAckDeadlineMillis, queueDeadlineMillis);
  }

  @Nullable Consumer find(long id) {
    return byId.get(id);
  }

  List<Consumer> all() {
    return new ArrayList<>(byId.values());
  }

  void subscribe(Subscribe command) {
    if (byId.containsKey(command.consumer()) || !admits(command.exclusive())) {
      throw new IllegalStateException("not admitted: " + command);
    }
    Consumer consumer = new Consumer(command, audiences.join(command.filter()));
    changeable().put(consumer.id, consumer);
    subscribed++;
    shortestAckDeadlineMillis =
        Math.min(shortestAckDeadlineMillis, consumer.ackDeadlineMillis(Envelope.NEVER));
    if (single) {
      elect();
    } else {
      consumer.active = true;
    }
    consumer.stand();
  }

  /** The one of this number, made if there is none, to hold what it fetches. */
  Consumer holder(long id) {
    return changeable().computeIfAbsent(id, Consumer::fetching);
  }

  /** The one of this number, made if there is none, to hold what it takes. */
  Consumer taker(long id) {
    return changeable().computeIfAbsent(id, Consumer::taking);
  }

  private Map<Long, Consumer> changeable() {
    if (byId.isEmpty()) {
      byId = new LinkedHashMap<>(4);
    }
    return byId;
  }

  void choose(Consumer consumer, KeyFilter filter) {
    Audience before = consumer.audience;
    if (before != null && consumer.subscribed) {
      consumer.move(audiences.join(filter));
      audiences.leave(before);
    }
  }

  void grant(Consumer consumer, int credit) {
    consumer.credit =
        (int)
            Math.max(
                Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, (long) consumer.credit + credit));
    consumer.stand();
  }

  void taken(Consumer consumer, long bytes) {
    consumer.windowBytes += bytes;
    consumer.stand();
  }

  void flow(Consumer consumer, boolean open) {
    consumer.open = open;
    consumer.stand();
  }

  /** It gets no more messages; it is forgotten once it holds none. */
  void cancel(Consumer consumer) {
    if (consumer.subscribed) {
      consumer.subscribed = false;
      subscribed--;
      if (consumer.audience != null) {
        audiences.leave(consumer.audience);
      }
      if (single) {
        elect();
      }
    }
    forgetIfDone(consumer);
  }

  /** A message that it held is settled or given back. */
  void released(Consumer consumer) {
    if (consumer == active && !consumer.active && consumer.held() == 0) {
      elect();
    }
    consumer.stand();
    forgetIfDone(consumer);
  }

  /** Whether only one consumer is to be served. */
  void setSingle(boolean value) {
    if (single == value) {
      return;
    }
    single = value;
    active = null;
    for (Consumer consumer : byId.values()) {
      consumer.active = !single && consumer.subscribed;
      consumer.stand();
    }
    if (single) {
      elect();
    }
  }

  /**
   * Sees to it that the right one is active: the first that came of the highest priority. One that
   * comes later with a higher priority has to wait until the active one, which is sent no more,
   * holds nothing.
   */
  private void elect() {
    Consumer best = null;
    for (Consumer consumer : byId.values()) {
      if (consumer.subscribed && (best == null || consumer.priority > best.priority)) {
        best = consumer;
      }
    }
    Consumer current = active;
    if (current != null && current.subscribed) {
      boolean stays = best == null || best.priority <= current.priority;
      if (stays || current.held() > 0) {
        current.active = stays;
        current.stand();
        return;
      }
    }
    activate(current, best);
  }

  private void activate(@Nullable Consumer before, @Nullable Consumer after) {
    if (before != null) {
      before.active = false;
      if (before.subscribed) {
        effects.activated(before.id, false);
      }
    }
    active = after;
    if (after != null) {
      after.active = true;
      after.stand();
      effects.activated(after.id, true);
    }
  }

  private void forgetIfDone(Consumer consumer) {
    if (!consumer.subscribed && consumer.held() == 0) {
      byId.remove(consumer.id);
      long own = consumer.ackDeadlineMillis(Envelope.NEVER);
      if (own != Envelope.NEVER && own == shortestAckDeadlineMillis) {
        findShortestAckDeadline();
      }
    }
  }

  private void findShortestAckDeadline() {
    shortestAckDeadlineMillis = Envelope.NEVER;
    for (Consumer each : byId.values()) {
      shortestAckDeadlineMillis =
          Math.min(shortestAckDeadlineMillis, each.ackDeadlineMillis(Envelope.NEVER));
    }
  }
}
