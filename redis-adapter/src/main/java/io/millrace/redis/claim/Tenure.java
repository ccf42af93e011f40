package io.millrace.redis.claim;

import io.millrace.queue.SourcePartition;
import java.util.ArrayList;
import java.util.List;

/**
 * One name under which a worker holds claims, from its first claim until the last one is settled.
 *
 * <p>A worker takes a new name when it may have lost its claims, and when it does not know what it
 * holds under the old one. Together with a number that a name gives once only, it is what a late
 * settlement is told by.
 */
final class Tenure {
  private final String worker;
  private final SourcePartition partition;
  private final List<Claim> finished = new ArrayList<>();
  private final List<Return> returned = new ArrayList<>();

  /** Claims known here and not settled in Redis. */
  private int held;

  private long nextNumber = 1;

  /** When the lease was last prolonged, no later than Redis did it. */
  private long renewedNanos;

  private boolean leased;

  /**
   * A claim to give back.
   *
   * @param attempt the attempt to come; 0 as it was
   */
  record Return(Claim claim, int attempt, long delayMillis) {}

  Tenure(String worker, SourcePartition partition) {
    this.worker = worker;
    this.partition = partition;
  }

  String worker() {
    return worker;
  }

  SourcePartition partition() {
    return partition;
  }

  /** Reserves numbers for that many claims, and tells the first. */
  long reserve(int count) {
    long first = nextNumber;
    nextNumber += count;
    return first;
  }

  void renewed(long nanos) {
    leased = true;
    renewedNanos = nanos;
  }

  void unleased() {
    leased = false;
  }

  /** Whether Redis is thought to keep a lease for it. */
  boolean isLeased() {
    return leased;
  }

  long renewedNanos() {
    return renewedNanos;
  }

  void taken() {
    held++;
  }

  void settled(int count) {
    held -= count;
  }

  int held() {
    return held;
  }

  /** Finished, and not yet told to Redis. */
  List<Claim> finished() {
    return finished;
  }

  /** Given back, and not yet told to Redis. */
  List<Return> returned() {
    return returned;
  }

  boolean isLost() {
    return partition.isRevoked();
  }

  @Override
  public String toString() {
    return worker;
  }
}
