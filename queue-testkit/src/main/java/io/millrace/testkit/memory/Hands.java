package io.millrace.testkit.memory;

import io.millrace.queue.Message;
import io.millrace.queue.Settlement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link MemoryProducer} was given and has not heard the end of, and what it has heard and
 * not written to the log. Guarded by the source's lock.
 */
final class Hands<T> {
  private final MemoryProducer<T> producer;
  private final Ledger<T> ledger;

  /** Deliveries that the queue has not settled; only asked, never walked in order. */
  private final Set<Delivery<T>> untold = new HashSet<>();

  private final List<Settlement<T>> unwritten = new ArrayList<>();

  Hands(MemoryProducer<T> producer, Ledger<T> ledger) {
    this.producer = producer;
    this.ledger = ledger;
  }

  void take(Delivery<T> delivery) {
    untold.add(delivery);
  }

  /** Hears what became of messages, and whether the queue may say so. */
  void told(List<Settlement<T>> settlements) {
    for (Settlement<T> settlement : settlements) {
      Delivery<T> delivery = delivery(settlement.message());
      if (delivery == null) {
        ledger.violation(
            producer + " was told to settle " + settlement.message() + ", which it did not fetch");
        continue;
      }
      ledger.told(delivery, settlement.kind());
      if (!untold.remove(delivery)) {
        ledger.violation(delivery + " was settled twice, the second time as " + settlement.kind());
      }
      unwritten.add(settlement);
    }
  }

  /** Writes to the log what was heard since the last time. */
  void write() {
    Set<MemoryPartition<T>> touched = new LinkedHashSet<>();
    for (Settlement<T> settlement : unwritten) {
      Message<T> message = settlement.message();
      Delivery<T> delivery = delivery(message);
      if (delivery != null) {
        boolean isTaken = delivery.partition.settle(delivery, settlement.kind(), message.attempt());
        ledger.settled(delivery, settlement, !isTaken);
        touched.add(delivery.partition);
      }
    }
    unwritten.clear();
    touched.forEach(ledger::committed);
  }

  void renew(List<Message<T>> unsettled, long deadlineNanos) {
    for (Message<T> message : unsettled) {
      Delivery<T> delivery = delivery(message);
      if (delivery == null || !untold.contains(delivery)) {
        ledger.violation(
            producer + " was told to renew " + message + ", which is not in its hands");
      } else {
        delivery.deadlineNanos = deadlineNanos;
      }
    }
  }

  /** Whether a result is still wanted for a message of these partitions. */
  boolean hold(Collection<MemoryPartition<T>> partitions) {
    return untold.stream()
        .anyMatch(delivery -> delivery.isHeld && partitions.contains(delivery.partition));
  }

  void close() {
    if (!untold.isEmpty()) {
      ledger.violation(producer + " was closed with " + untold.size() + " messages not settled");
    }
  }

  /** The delivery the message came by, if it was this producer's. */
  @SuppressWarnings("unchecked") // a delivery made by this producer is one of its payload's type
  private @Nullable Delivery<T> delivery(Message<T> message) {
    return message.handle() instanceof Delivery<?> delivery && delivery.producer == producer
        ? (Delivery<T>) delivery
        : null;
  }
}
