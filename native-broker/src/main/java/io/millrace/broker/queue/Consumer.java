package io.millrace.broker.queue;

import org.jspecify.annotations.Nullable;

/** Somebody who holds messages, and mostly wants more. */
final class Consumer {
  /** So many that nobody comes near. */
  private static final long NO_WINDOW = Long.MAX_VALUE / 2;

  final long id;
  final int priority;
  final boolean exclusive;
  final boolean autoAcknowledge;
  private final boolean replenishing;

  /** Instead of the queue's; none if 0. */
  private final long ownAckDeadlineMillis;

  /** Whether it sees what it holds; if not, nobody has got what it gives back. */
  final boolean sees;

  /** Whether it gets messages by itself: neither cancelled, nor one that only fetches. */
  boolean subscribed;

  /** Whether it may be served; of several, only one in a queue with a single active consumer. */
  boolean active;

  /** Deliveries still allowed; negative while in debt. */
  int credit;

  /** Bytes that may still be on their way; below 0 by what the last message was too large. */
  long windowBytes = NO_WINDOW;

  /** What it shares with consumers of other queues. */
  private final SharedCredit shared;

  /** Whether its deliveries may leave. */
  boolean open = true;

  /** Whether it stands in the queue of those to be served. */
  boolean queued;

  private @Nullable Delivery first;
  private @Nullable Delivery last;
  private int held;

  Consumer(Subscribe command) {
    id = command.consumer();
    priority = command.priority();
    exclusive = command.exclusive();
    autoAcknowledge = command.autoAcknowledge();
    replenishing = command.replenishing();
    credit = command.credit();
    windowBytes = Math.min(command.windowBytes(), NO_WINDOW);
    ownAckDeadlineMillis = command.ackDeadlineMillis().orElse(0);
    shared = command.shared();
    sees = true;
    subscribed = true;
  }

  /** One that holds what it has fetched, and is sent nothing by itself. */
  static Consumer fetching(long id) {
    return new Consumer(id, 0, true);
  }

  /** One that takes messages out of their turn to hand them on, however long that lasts. */
  static Consumer taking(long id) {
    return new Consumer(id, Envelope.NEVER, false);
  }

  private Consumer(long id, long ownAckDeadlineMillis, boolean sees) {
    this.id = id;
    this.sees = sees;
    this.ownAckDeadlineMillis = ownAckDeadlineMillis;
    shared = SharedCredit.UNLIMITED;
    priority = 0;
    exclusive = false;
    autoAcknowledge = false;
    replenishing = false;
  }

  boolean isServable() {
    return subscribed && active && open && credit > 0 && windowBytes > 0 && shared.hasRoom();
  }

  /** Has a message delivered to it counted; false if others have taken what they share with it. */
  boolean takeCredit(int sizeBytes) {
    if (!shared.take()) {
      return false;
    }
    credit--;
    windowBytes -= sizeBytes;
    return true;
  }

  /** How long it may hold a message, in a queue that has such a deadline. */
  long ackDeadlineMillis(long queueDeadlineMillis) {
    return ownAckDeadlineMillis == 0 ? queueDeadlineMillis : ownAckDeadlineMillis;
  }

  /** How many messages it holds. */
  int held() {
    return held;
  }

  /** The delivery that it has held longest without renewing it; null if it holds none. */
  @Nullable Delivery oldest() {
    return first;
  }

  void add(Delivery delivery) {
    append(delivery);
    held++;
  }

  /** A message is settled or given back. */
  void remove(Delivery delivery) {
    unlink(delivery);
    held--;
  }

  /** Gives the credit of a settled message back, where that is the rule. */
  void replenish() {
    if (replenishing) {
      credit++;
    }
  }

  void renew(Delivery delivery, long nowMillis) {
    unlink(delivery);
    delivery.leasedAtMillis = nowMillis;
    append(delivery);
  }

  private void append(Delivery delivery) {
    delivery.previous = last;
    delivery.next = null;
    if (last == null) {
      first = delivery;
    } else {
      last.next = delivery;
    }
    last = delivery;
  }

  private void unlink(Delivery delivery) {
    if (delivery.previous == null) {
      first = delivery.next;
    } else {
      delivery.previous.next = delivery.next;
    }
    if (delivery.next == null) {
      last = delivery.previous;
    } else {
      delivery.next.previous = delivery.previous;
    }
  }
}
