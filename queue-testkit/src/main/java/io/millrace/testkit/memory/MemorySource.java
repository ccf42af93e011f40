package io.millrace.testkit.memory;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A partitioned log in memory, with committed positions, that outlives the queues that read it.
 *
 * <p>Its producers share the partitions: each partition is read by one of them at a time, and goes
 * to another when its reader closes, is abandoned, or is told to. A partition remembers the
 * contiguous prefix of finished messages and the finished ones beyond it; everything else is
 * delivered again to whoever reads the partition next. With a lease, a message neither settled nor
 * renewed in time takes its partition away from the producer that has it, and results that come
 * later are refused.
 *
 * <p>It watches the queue: a message settled twice, a call from a second thread, a producer closed
 * before all its messages were settled, are recorded as {@link #violations}.
 *
 * <p><b>Threads:</b> any; one lock guards everything and is never held while calling out. It never
 * waits: a fetch of an empty log answers at once. Time and chance come from the {@link
 * MemorySourceBuilder}.
 *
 * @param <T> the payload
 */
public final class MemorySource<T> {
  final MemorySourceBuilder<T> settings;
  final Ledger<T> ledger;
  final Membership<T> membership;
  final List<MemoryPartition<T>> partitions = new ArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private Faults faults;
  private boolean isPaused;
  private boolean isEnded;
  private int keyless;

  MemorySource(MemorySourceBuilder<T> settings) {
    this.settings = settings;
    for (int index = 0; index < settings.partitions; index++) {
      partitions.add(new MemoryPartition<>(index));
    }
    ledger = new Ledger<>(Optional.ofNullable(settings.events));
    membership = new Membership<>(partitions, settings.random);
    faults = settings.faults;
  }

  public static <T> MemorySourceBuilder<T> builder(String name) {
    return new MemorySourceBuilder<>(name);
  }

  public String name() {
    return settings.name;
  }

  /** Makes producers that share the partitions with all others of this source. */
  public ProducerFactory<T> producers() {
    return index -> new MemoryProducer<>(this, index);
  }

  /** Appends to the partition its key belongs to; messages without a key take turns. */
  public void publish(Message<T> message) {
    publishDelayed(message, Duration.ZERO);
  }

  /** As {@link #publish(Message)}; nobody is given the message before {@code delay} has passed. */
  public void publishDelayed(Message<T> message, Duration delay) {
    locked(() -> append(partitionOf(message), message, delay));
  }

  /** Appends to a partition and tells the offset. */
  public long publish(int partition, Message<T> message) {
    return locked(() -> append(partition, message, Duration.ZERO));
  }

  private int partitionOf(Message<T> message) {
    int hash = message.key().map(String::hashCode).orElseGet(() -> keyless++);
    return Math.floorMod(hash, partitions.size());
  }

  private long append(int partition, Message<T> message, Duration delay) {
    long offset = partitions.get(partition).append(message, now() + delay.toNanos());
    ledger.published(partition, offset);
    return offset;
  }

  /**
   * Nothing will be published any more: producers end when every message is finished, or in their
   * own hands.
   */
  public void end() {
    run(() -> isEnded = true);
  }

  /** Producers answer that they are paused, until {@link #resume}. */
  public void pause() {
    run(() -> isPaused = true);
  }

  public void resume() {
    run(() -> isPaused = false);
  }

  /** Misbehave like this from now on. */
  public void inject(Faults newFaults) {
    run(() -> faults = requireNonNull(newFaults));
  }

  /**
   * Has the partition's reader give it up in good order at its next fetch, for another producer
   * where there is one.
   */
  public void revoke(int partition) {
    run(() -> revokeGently(partitions.get(partition)));
  }

  /** Takes the partition away now; its reader finds out at its next fetch. */
  public void lose(int partition) {
    run(() -> takeAway(partitions.get(partition)));
  }

  /**
   * The process of this producer is dead: whatever it does from now on reaches nothing. Without a
   * lease its partitions are free at once, with one when it runs out.
   */
  public void abandon(Producer<T> producer) {
    run(() -> abandonLocked((MemoryProducer<T>) producer));
  }

  private void abandonLocked(MemoryProducer<T> producer) {
    producer.isAbandoned = true;
    if (settings.lease == null) {
      membership.leave(producer);
    }
  }

  void revokeGently(MemoryPartition<T> partition) {
    membership.moveOn(partition);
    partition.isRevoked = partition.owner != null;
  }

  void takeAway(MemoryPartition<T> partition) {
    membership.moveOn(partition);
    partition.release();
  }

  /** What the partition remembers as finished. */
  public Commit committed(int partition) {
    return locked(() -> partitions.get(partition).commit());
  }

  public int partitions() {
    return partitions.size();
  }

  /** How many messages the partition has ever had. */
  public long size(int partition) {
    return locked(() -> partitions.get(partition).size());
  }

  /** The message as it was published. */
  public Message<T> message(int partition, long offset) {
    return locked(() -> partitions.get(partition).message(offset));
  }

  /** Offsets of the partition that nobody has finished. */
  public SortedSet<Long> unfinished(int partition) {
    return locked(() -> partitions.get(partition).unfinished());
  }

  /** How many messages nobody has finished, in all partitions. */
  public long unfinished() {
    return locked(() -> partitions.stream().mapToLong(MemoryPartition::unfinishedCount).sum());
  }

  /** How many deliveries wait for their result. */
  public long held() {
    return locked(() -> partitions.stream().mapToLong(MemoryPartition::heldCount).sum());
  }

  /** How many producers share the partitions now. */
  public int members() {
    return locked(membership::size);
  }

  /** How often a message was handed to a producer. */
  public long deliveries() {
    return locked(ledger::deliveries);
  }

  /** Every settlement that reached the log, in order. */
  public List<SettledDelivery> settlements() {
    return locked(ledger::settlements);
  }

  /** How many results came too late and were refused. */
  public long refused() {
    return settlements().stream().filter(s -> s.isRefused() && s.kind().isFinished()).count();
  }

  /** What a queue did that it must not do, in words. */
  public List<String> violations() {
    return locked(ledger::violations);
  }

  /** Whether the fault of this probability happens now. Under the lock. */
  boolean strikes(double probability) {
    return probability > 0 && settings.random.nextDouble() < probability;
  }

  Faults faults() {
    return faults;
  }

  boolean isPaused() {
    return isPaused;
  }

  /** Under the lock. */
  boolean hasEndedFor(MemoryProducer<T> producer) {
    return isEnded && partitions.stream().allMatch(partition -> partition.isExhaustedFor(producer));
  }

  /** Takes partitions from producers whose leases ran out. Under the lock. */
  void expireLeases() {
    Duration lease = settings.lease;
    if (lease == null) {
      return;
    }
    for (MemoryPartition<T> partition : partitions) {
      if (partition.hasExpired(now())) {
        takeAway(partition);
      }
    }
    membership.expel(now() - lease.toNanos());
  }

  long now() {
    return settings.nanoTime.getAsLong();
  }

  void run(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  <R> R locked(Supplier<R> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
