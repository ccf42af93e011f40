package io.millrace.kafka.share;

import io.millrace.kafka.record.RawValue;
import io.millrace.queue.SourcePartition;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that the group has given to a member, from its poll until it is settled or its lock is
 * lost.
 *
 * <p><b>Threads:</b> the poll thread's.
 */
public final class HeldRecord implements RawValue {
  enum State {
    /** The broker keeps it for us, and the client lets us say what became of it. */
    HELD,
    /** Its lock is being renewed; until that is answered the client takes no other word on it. */
    RENEWING,
    SETTLED,
    /** The broker may have given it to another member. */
    LAPSED
  }

  private final ShareMember member;
  private final ConsumerRecord<byte[], byte[]> record;
  private final SourcePartition partition;
  private State state = State.HELD;

  /** What became of it while its lock was being renewed. */
  private @Nullable AcknowledgeType verdict;

  HeldRecord(ShareMember member, ConsumerRecord<byte[], byte[]> record, SourcePartition partition) {
    this.member = member;
    this.record = record;
    this.partition = partition;
  }

  public ConsumerRecord<byte[], byte[]> record() {
    return record;
  }

  @Override
  public byte @Nullable [] rawValue() {
    return record.value();
  }

  /** The part of the source that it was read from; revoked when the locks on it are lost. */
  public SourcePartition partition() {
    return partition;
  }

  /** How often the group has delivered it, this time included: 1 at first. */
  public int deliveryCount() {
    return record.deliveryCount().map(Short::intValue).orElse(1);
  }

  /**
   * Says what became of it; once. The broker learns it with the member's next commit. Of a record
   * whose lock is lost it learns nothing.
   */
  public void settle(AcknowledgeType type) {
    member.settle(this, type);
  }

  /** Whether it is ours: not settled, and its lock not lost. */
  public boolean isHeld() {
    return state == State.HELD || state == State.RENEWING;
  }

  State state() {
    return state;
  }

  void state(State next) {
    state = next;
  }

  @Nullable AcknowledgeType verdict() {
    return verdict;
  }

  void verdict(AcknowledgeType type) {
    verdict = type;
  }

  @Override
  public String toString() {
    return record.topic() + "-" + record.partition() + "@" + record.offset();
  }
}
