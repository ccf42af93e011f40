package io.millrace.kafka.share;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The renewals that one member has asked for and the broker has not answered, and those answered
 * whose records the client has not given back. Belongs to the poll thread.
 */
final class LockRenewal {
  private final Map<TopicPartition, Map<Long, HeldRecord>> asked = new HashMap<>();
  private int unanswered;
  private int granted;
  private long startNanos;

  void start(long nowNanos) {
    startNanos = nowNanos;
  }

  void ask(HeldRecord record) {
    asked
        .computeIfAbsent(
            new TopicPartition(record.record().topic(), record.record().partition()),
            partition -> new HashMap<>())
        .put(record.record().offset(), record);
    unanswered++;
  }

  /**
   * Notes an answer.
   *
   * @return the record whose renewal it answers; null if it answers something else
   */
  @Nullable HeldRecord answered(TopicPartition partition, long offset, boolean isGranted) {
    Map<Long, HeldRecord> offsets = asked.get(partition);
    HeldRecord record = offsets == null ? null : offsets.remove(offset);
    if (record != null) {
      unanswered--;
      granted += isGranted ? 1 : 0;
    }
    return record;
  }

  /** When it was asked for: the new locks began no earlier. */
  long startNanos() {
    return startNanos;
  }

  boolean isUnanswered() {
    return unanswered > 0;
  }

  /** Whether all is answered and there are records to be had back. */
  boolean isGranted() {
    return unanswered == 0 && granted > 0;
  }

  boolean isUnderWay() {
    return unanswered > 0 || granted > 0;
  }

  void finish() {
    granted = 0;
  }
}
