package io.millrace.testkit.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The producers that share the partitions of a {@link MemorySource}, and who should read which.
 * Guarded by the source's lock.
 *
 * <p>It names heirs; an owner gives a partition up by itself at its next fetch, unless it is gone.
 */
final class Membership<T> {
  private final List<MemoryPartition<T>> partitions;
  private final List<MemoryProducer<T>> members = new ArrayList<>();
  private final Random random;

  Membership(List<MemoryPartition<T>> partitions, Random random) {
    this.partitions = partitions;
    this.random = random;
  }

  void join(MemoryProducer<T> producer) {
    if (!members.contains(producer)) {
      members.add(producer);
      share();
    }
  }

  /** Takes a producer out; what it held is anyone's. */
  void leave(MemoryProducer<T> producer) {
    if (members.remove(producer)) {
      for (MemoryPartition<T> partition : partitions) {
        if (partition.owner == producer) {
          partition.release();
        }
      }
      share();
    }
  }

  /** Takes out the producers that gave no sign of life since {@code sinceNanos}. */
  void expel(long sinceNanos) {
    for (MemoryProducer<T> member : List.copyOf(members)) {
      if (member.lastSeenNanos - sinceNanos < 0) {
        leave(member);
      }
    }
  }

  /**
   * Makes a random other producer the heir of the partition; the owner itself where it is alone.
   */
  void moveOn(MemoryPartition<T> partition) {
    List<MemoryProducer<T>> others = new ArrayList<>(members);
    others.remove(partition.owner);
    if (!others.isEmpty()) {
      partition.heir = others.get(random.nextInt(others.size()));
    }
  }

  int size() {
    return members.size();
  }

  private void share() {
    for (int i = 0; i < partitions.size(); i++) {
      partitions.get(i).heir = members.isEmpty() ? null : members.get(i % members.size());
    }
  }
}
