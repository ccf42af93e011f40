package io.millrace.testkit.memory;

import io.millrace.queue.Message;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One ordered part of a {@link MemorySource}: its messages, what is finished of them, and who reads
 * it. Guarded by the source's lock.
 *
 * <p>An offset is in {@code ready}, or held by a delivery, or finished; a redelivered one may be
 * held more than once.
 */
final class MemoryPartition<T> {

  /** A message in the log. */
  static final class Entry<T> {
    final long offset;
    final Message<T> message;
    final long visibleAtNanos;
    int attempt;
    boolean isFinished;
    int holders;

    Entry(long offset, Message<T> message, long visibleAtNanos) {
      this.offset = offset;
      this.message = message;
      this.visibleAtNanos = visibleAtNanos;
      this.attempt = message.attempt();
    }
  }

  private final int index;
  private final List<Entry<T>> entries = new ArrayList<>();
  private final NavigableSet<Long> ready = new TreeSet<>();
  private final Deque<Entry<T>> again = new ArrayDeque<>();
  private final Set<Delivery<T>> held = new LinkedHashSet<>();

  private long position;
  private final NavigableSet<Long> beyond = new TreeSet<>();

  /** Who reads it now, under which assignment; both null while nobody does. */
  @Nullable MemoryProducer<T> owner;

  @Nullable SourcePartition assignment;

  /** Who should read it; null while the source has no producer. */
  @Nullable MemoryProducer<T> heir;

  /** Whether the owner must give it up even if it is the heir itself. */
  boolean isRevoked;

  MemoryPartition(int index) {
    this.index = index;
  }

  int index() {
    return index;
  }

  long append(Message<T> message, long visibleAtNanos) {
    long offset = entries.size();
    entries.add(new Entry<>(offset, message, visibleAtNanos));
    ready.add(offset);
    return offset;
  }

  /** The next message to deliver; a duplicate that was asked for comes first. */
  Optional<Entry<T>> poll(long nowNanos) {
    if (!again.isEmpty()) {
      return Optional.of(again.poll());
    }
    for (long offset : ready) {
      Entry<T> entry = entries.get((int) offset);
      if (entry.visibleAtNanos - nowNanos <= 0) {
        ready.remove(offset);
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** Delivers the message a second time soon. */
  void repeat(Entry<T> entry) {
    again.add(entry);
  }

  void hold(Delivery<T> delivery) {
    held.add(delivery);
    delivery.entry.holders++;
  }

  /** Takes the result of a delivery; false when it is no longer held. */
  boolean settle(Delivery<T> delivery, Settlement.Kind kind, int attempt) {
    if (!delivery.isHeld) {
      return false;
    }
    Entry<T> entry = delivery.entry;
    if (kind.isFinished()) {
      finish(entry);
    } else {
      entry.attempt = attempt;
    }
    letGo(delivery);
    return true;
  }

  private void finish(Entry<T> entry) {
    if (entry.isFinished) {
      return;
    }
    entry.isFinished = true;
    ready.remove(entry.offset);
    beyond.add(entry.offset);
    while (beyond.remove(position)) {
      position++;
    }
  }

  private void letGo(Delivery<T> delivery) {
    delivery.isHeld = false;
    held.remove(delivery);
    Entry<T> entry = delivery.entry;
    entry.holders--;
    if (!entry.isFinished && entry.holders == 0) {
      ready.add(entry.offset);
    }
  }

  /** Ends the assignment: what is held is anyone's again, and results for it will be refused. */
  void release() {
    List.copyOf(held).forEach(this::letGo);
    again.clear();
    if (assignment != null) {
      assignment.revoke();
    }
    owner = null;
    assignment = null;
    isRevoked = false;
  }

  SourcePartition assign(MemoryProducer<T> producer, String source) {
    owner = producer;
    assignment = new SourcePartition(source, index);
    return assignment;
  }

  boolean hasExpired(long nowNanos) {
    return held.stream().anyMatch(delivery -> delivery.deadlineNanos - nowNanos < 0);
  }

  int heldCount() {
    return held.size();
  }

  int readyCount() {
    return ready.size();
  }

  long size() {
    return entries.size();
  }

  Message<T> message(long offset) {
    return entries.get((int) offset).message;
  }

  /** Whether each message is finished, or held by {@code producer}. */
  boolean isExhaustedFor(MemoryProducer<T> producer) {
    Set<Long> mine = new HashSet<>();
    for (Delivery<T> delivery : held) {
      if (delivery.producer == producer && !delivery.entry.isFinished) {
        mine.add(delivery.entry.offset);
      }
    }
    return unfinishedCount() == mine.size();
  }

  long unfinishedCount() {
    return entries.size() - position - beyond.size();
  }

  SortedSet<Long> unfinished() {
    SortedSet<Long> offsets = new TreeSet<>();
    for (long offset = position; offset < entries.size(); offset++) {
      if (!beyond.contains(offset)) {
        offsets.add(offset);
      }
    }
    return offsets;
  }

  Commit commit() {
    return new Commit(position, new TreeSet<>(beyond));
  }
}
