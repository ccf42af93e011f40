package io.millrace.kafka.share;

import io.millrace.kafka.share.HeldRecord.State;
import io.millrace.queue.SourcePartition;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** The records of one poll, and how many of them are still the member's. The poll thread's. */
final class HeldBatch {
  static final HeldBatch NONE = new HeldBatch(List.of());

  private final List<HeldRecord> records;

  /** Those that are neither settled nor lapsed. */
  private int held;

  private HeldBatch(List<HeldRecord> records) {
    this.records = records;
    held = records.size();
  }

  static HeldBatch of(ConsumerRecords<byte[], byte[]> polled, ShareMember member) {
    List<HeldRecord> all = new ArrayList<>(polled.count());
    for (TopicPartition id : polled.partitions()) {
      SourcePartition partition = new SourcePartition(id.topic(), id.partition());
      for (ConsumerRecord<byte[], byte[]> record : polled.records(id)) {
        all.add(new HeldRecord(member, record, partition));
      }
    }
    return new HeldBatch(all);
  }

  List<HeldRecord> records() {
    return records;
  }

  /** Those in a state now, whatever becomes of them while they are looked at. */
  List<HeldRecord> in(State state) {
    return records.stream().filter(record -> record.state() == state).toList();
  }

  /** Notes that one of them is settled or has lapsed. */
  void oneLess() {
    held--;
  }

  boolean isHeld() {
    return held > 0;
  }
}
