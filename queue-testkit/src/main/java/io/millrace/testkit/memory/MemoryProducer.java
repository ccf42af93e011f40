package io.millrace.testkit.memory;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the partitions of a {@link MemorySource} it is given. Its state is guarded by the source's
 * lock, which is let go before the queue is called.
 */
final class MemoryProducer<T> implements Producer<T> {
  private final MemorySource<T> source;
  private final String name;
  private final Map<MemoryPartition<T>, SourcePartition> assigned = new LinkedHashMap<>();
  private final Hands<T> hands;
  private @Nullable Thread thread;
  private boolean isClosed;
  private int turn;

  boolean isAbandoned;
  long lastSeenNanos;

  MemoryProducer(MemorySource<T> source, int index) {
    this.source = source;
    this.name = source.name() + " producer " + index;
    this.hands = new Hands<>(this, source.ledger);
  }

  @Override
  public FetchResult fetch(Fetch<T> fetch) throws Exception {
    Faults faults = source.locked(this::enter);
    if (source.locked(() -> source.strikes(faults.slowFetch()))) {
      source.settings.pause.nanos(faults.slowness().toNanos());
    }
    source.run(this::prepare);
    List<MemoryPartition<T>> leaving = source.locked(this::toGiveUp);
    if (!leaving.isEmpty()) {
      giveUp(leaving, fetch);
    }
    dropLost(fetch);
    failAtRandom(faults);
    if (source.locked(() -> source.isPaused() || source.strikes(faults.pause()))) {
      return FetchResult.PAUSED;
    }
    List<Message<T>> messages = source.locked(() -> claim(fetch.messageLimit(), fetch.byteLimit()));
    messages.forEach(fetch::add);
    failAtRandom(faults);
    return messages.isEmpty() && source.locked(() -> source.hasEndedFor(this))
        ? FetchResult.END
        : messages.isEmpty() ? FetchResult.IDLE : FetchResult.MORE;
  }

  private void failAtRandom(Faults faults) throws IOException {
    if (source.locked(() -> source.strikes(faults.failFetch()))) {
      throw new IOException("fetch failed, as it was told to");
    }
  }

  /** Checks that the call may be, and notes the sign of life. */
  private Faults enter() {
    if (thread == null) {
      thread = Thread.currentThread();
    } else if (thread != Thread.currentThread()) {
      source.ledger.violation(
          name + " was called by " + Thread.currentThread() + " after " + thread);
    }
    if (isClosed) {
      source.ledger.violation(name + " was called after close");
    }
    if (isAbandoned) {
      throw new IllegalStateException(name + " is cut off");
    }
    lastSeenNanos = source.now();
    return source.faults();
  }

  private void prepare() {
    source.expireLeases();
    source.membership.join(this);
    hands.write();
    for (MemoryPartition<T> partition : source.partitions) {
      if (partition.owner == this && source.strikes(source.faults().revoke())) {
        source.revokeGently(partition);
      }
      if (partition.owner == this && source.strikes(source.faults().lose())) {
        source.takeAway(partition);
      }
    }
  }

  private List<MemoryPartition<T>> toGiveUp() {
    List<MemoryPartition<T>> leaving = new ArrayList<>();
    for (MemoryPartition<T> partition : assigned.keySet()) {
      if (partition.owner == this && (partition.isRevoked || partition.heir != this)) {
        leaving.add(partition);
      }
    }
    return leaving;
  }

  /**
   * In good order: nothing new is begun, what has begun may finish within the budget, and is
   * committed.
   */
  private void giveUp(List<MemoryPartition<T>> leaving, Fetch<T> fetch)
      throws InterruptedException {
    source.locked(() -> leaving.stream().map(assigned::get).toList()).forEach(fetch::revoke);
    long deadline = source.now() + source.settings.revokeBudget.toNanos();
    long left = deadline - source.now();
    while (left > 0
        && source.locked(() -> hands.hold(leaving))
        && fetch.awaitSettlements(Duration.ofNanos(left))) {
      left = deadline - source.now();
    }
    source.run(() -> letGo(leaving));
  }

  private void letGo(List<MemoryPartition<T>> leaving) {
    hands.write();
    for (MemoryPartition<T> partition : leaving) {
      if (partition.assignment == assigned.remove(partition)) {
        partition.release();
      }
    }
  }

  /** Tells the queue of partitions that were taken away without a word. */
  private void dropLost(Fetch<T> fetch) {
    List<SourcePartition> lost =
        source.locked(
            () -> {
              List<SourcePartition> gone = new ArrayList<>();
              assigned.forEach(
                  (partition, assignment) -> {
                    if (partition.assignment != assignment) {
                      gone.add(assignment);
                    }
                  });
              assigned.values().removeAll(gone);
              return gone;
            });
    lost.forEach(fetch::revoke);
  }

  private List<Message<T>> claim(int messageLimit, long byteLimit) {
    for (MemoryPartition<T> partition : source.partitions) {
      if (partition.owner == null && partition.heir == this && !assigned.containsKey(partition)) {
        assigned.put(partition, partition.assign(this, source.name()));
      }
    }
    List<MemoryPartition<T>> mine = new ArrayList<>(assigned.keySet());
    // One may have been lost since the queue was last told; it hears of it at the next fetch.
    mine.removeIf(partition -> partition.assignment != assigned.get(partition));
    if (source.strikes(source.faults().reorder())) {
      Collections.shuffle(mine, source.settings.random);
    } else if (!mine.isEmpty()) {
      Collections.rotate(mine, turn++);
    }
    List<Message<T>> messages = new ArrayList<>();
    long bytes = 0;
    long now = source.now();
    while (!mine.isEmpty()
        && messages.size() < messageLimit
        && (messages.isEmpty() || bytes < byteLimit)) {
      MemoryPartition<T> partition = mine.get(messages.size() % mine.size());
      Optional<MemoryPartition.Entry<T>> entry = partition.poll(now);
      if (entry.isPresent()) {
        messages.add(deliver(partition, entry.get()));
        bytes += entry.get().message.sizeBytes();
      } else {
        mine.remove(partition);
      }
    }
    return messages;
  }

  private Message<T> deliver(MemoryPartition<T> partition, MemoryPartition.Entry<T> entry) {
    Delivery<T> delivery =
        new Delivery<>(source.ledger.nextDelivery(), partition, entry, this, leaseEnd());
    partition.hold(delivery);
    hands.take(delivery);
    if (source.strikes(source.faults().duplicate())) {
      partition.repeat(entry);
    }
    return entry.message.toBuilder()
        .position(requireNonNull(assigned.get(partition)), entry.offset)
        .attempt(entry.attempt)
        .handle(delivery)
        .build();
  }

  private long leaseEnd() {
    return source.settings.lease == null
        ? Long.MAX_VALUE
        : source.now() + source.settings.lease.toNanos();
  }

  @Override
  public void settle(List<Settlement<T>> settlements) throws Exception {
    if (source.locked(() -> fails(settlements))) {
      throw new IOException("settle failed, as it was told to");
    }
  }

  private boolean fails(List<Settlement<T>> settlements) {
    if (isAbandoned) {
      return false;
    }
    Faults faults = enter();
    hands.told(settlements);
    boolean isFailing = source.strikes(faults.failSettle());
    if (!isFailing && !source.strikes(faults.lateSettle())) {
      hands.write();
    }
    return isFailing;
  }

  @Override
  public Optional<Duration> lease() {
    return Optional.ofNullable(source.settings.lease);
  }

  @Override
  public void renew(List<Message<T>> unsettled) {
    source.run(
        () -> {
          enter();
          hands.renew(unsettled, leaseEnd());
        });
  }

  @Override
  public String toString() {
    return name;
  }

  @Override
  public long lag() {
    return source.locked(
        () -> assigned.keySet().stream().mapToLong(MemoryPartition::readyCount).sum());
  }

  @Override
  public void close() {
    source.run(
        () -> {
          if (isAbandoned) {
            return;
          }
          enter();
          hands.write();
          hands.close();
          source.membership.leave(this);
          isClosed = true;
        });
  }
}
