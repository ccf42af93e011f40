package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.queue.KeyFilter;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.vhost.ConsumerTarget;
import io.millrace.broker.vhost.Deliveries;
import io.millrace.broker.vhost.Subscription;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of a connection, with the messages that were pushed and are not acked.
 *
 * <p>The queue's loop calls what {@link ConsumerTarget} has, and that hops to the connection's
 * thread, whose everything else is.
 */
final class Consumer implements ConsumerTarget {
  /** How many bytes may be on their way from the queue to the socket, and one message more. */
  static final long WINDOW_BYTES = 256 << 10;

  private static final int FIRST_ACKS = 8;
  private static final long[] NONE = {};

  private final Outlet outlet;

  /** What it takes may change, nothing else. */
  private BindTerms terms;

  /** The queue's offset of each message that is not acked, by the number that the client knows. */
  private @Nullable LongObjectMap<Long> held;

  private final Forgotten forgotten = new Forgotten();
  private @Nullable Subscription subscription;
  private boolean gone;

  /** Offsets that were acked in this turn. */
  private long[] acked = NONE;

  private int ackedCount;

  /** Written to the socket, and the queue has not been told: it may deliver before it is known. */
  private int writtenMessages;

  private long writtenBytes;

  Consumer(BindTerms terms, Outlet outlet) {
    this.terms = terms;
    this.outlet = outlet;
  }

  String queue() {
    return terms.address().queue();
  }

  BindTerms terms() {
    return terms;
  }

  boolean noAck() {
    return terms.noAck();
  }

  boolean isGone() {
    return gone;
  }

  boolean holdsNothing() {
    return held == null || held.isEmpty();
  }

  void subscribed(Subscription made) {
    subscription = made;
    if (gone) {
      made.detach(false);
    }
    tellWritten();
  }

  @Override
  public void deliver(Deliveries deliveries) {
    outlet.hop(() -> outlet.push(this, deliveries));
  }

  @Override
  public void cancelled(Subscription cancelled) {
    outlet.hop(() -> outlet.queueGone(this));
  }

  @Override
  public void overdue(Subscription one, long offset) {
    outlet.hop(() -> forget(offset));
  }

  /**
   * A message is pushed.
   *
   * @return false if another one that has this number is not acked
   */
  boolean hold(long messageId, long offset) {
    LongObjectMap<Long> map = held;
    if (map == null) {
      map = new LongObjectHashMap<>();
      held = map;
    }
    if (map.containsKey(messageId)) {
      return false;
    }
    map.put(messageId, (Long) offset);
    return true;
  }

  /** A message is handled; false if it is not held, as when that comes too late. */
  boolean acknowledge(long messageId) {
    Long offset = held == null ? null : held.remove(messageId);
    if (offset == null) {
      acknowledgeLate(messageId);
      return false;
    }
    if (ackedCount == acked.length) {
      acked = Arrays.copyOf(acked, Math.max(FIRST_ACKS, ackedCount * 2));
    }
    acked[ackedCount++] = offset;
    return true;
  }

  /** The client is done with what was taken back: it has room for one more. */
  private void acknowledgeLate(long messageId) {
    if (forgotten.remove(messageId)) {
      grantOne();
    }
  }

  private void grantOne() {
    if (subscription != null) {
      subscription.grant(1);
    }
  }

  /** A message is still being worked on; false if it is not held. */
  boolean renew(long messageId) {
    Long offset = held == null ? null : held.get(messageId);
    if (offset == null || subscription == null) {
      return false;
    }
    subscription.renew(Offsets.of((long) offset));
    return true;
  }

  /** Tells the queue what was acked in this turn: one hop. */
  void flushAcks() {
    if (ackedCount > 0 && subscription != null) {
      Arrays.sort(acked, 0, ackedCount);
      subscription.acknowledge(Offsets.copyOf(acked, ackedCount));
      ackedCount = 0;
    }
  }

  /** Messages have been written. */
  void written(Deliveries deliveries) {
    writtenMessages += deliveries.count();
    writtenBytes += deliveries.bodyBytes();
    tellWritten();
  }

  private void tellWritten() {
    if (subscription == null || gone) {
      return;
    }
    if (terms.noAck()) {
      subscription.grant(writtenMessages);
      writtenMessages = 0;
    }
    if (writtenBytes >= WINDOW_BYTES / 4) {
      subscription.taken(writtenBytes);
      writtenBytes = 0;
    }
  }

  /** It takes other messages from now on. */
  void choose(KeyFilter filter) {
    terms = terms.with(filter);
    if (subscription != null) {
      subscription.choose(filter);
    }
  }

  void flow(boolean open) {
    if (subscription != null) {
      subscription.flow(open);
    }
  }

  /** No more messages; what is held can be acked. */
  void cancel() {
    if (subscription != null) {
      subscription.cancel();
    }
  }

  /** No more messages, and what is held goes back. */
  void detach(boolean counted) {
    flushAcks();
    gone = true;
    held = null;
    if (subscription != null) {
      subscription.detach(counted);
    }
  }

  private void forget(long offset) {
    if (gone) {
      return;
    }
    if (held != null) {
      for (LongObjectMap.PrimitiveEntry<Long> each : held.entries()) {
        if (each.value() == offset) {
          forgotten.add(each.key());
          held.remove(each.key());
          return;
        }
      }
    }
    // It was acked while the queue took it back.
    grantOne();
  }
}
