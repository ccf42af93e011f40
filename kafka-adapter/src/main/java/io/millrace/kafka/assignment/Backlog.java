package io.millrace.kafka.assignment;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Records of one partition that were polled and not handed out yet. Belongs to the poll thread. */
final class Backlog {
  private static final ConsumerRecord<String, byte[]>[] NONE = arrayOf(List.of());

  private final Queue<List<ConsumerRecord<String, byte[]>>> later = new ArrayDeque<>();

  /** The records of one poll. An array, as it is read once for each record. */
  private ConsumerRecord<String, byte[]>[] records = NONE;

  private int next;
  private int size;

  void add(List<ConsumerRecord<String, byte[]>> polled) {
    size += polled.size();
    if (next == records.length) {
      records = arrayOf(polled);
      next = 0;
    } else {
      later.add(polled);
    }
  }

  /** The first record, which stays; null if there is none. */
  @Nullable ConsumerRecord<String, byte[]> first() {
    return size == 0 ? null : records[next];
  }

  void removeFirst() {
    next++;
    size--;
    if (next == records.length) {
      List<ConsumerRecord<String, byte[]>> more = later.poll();
      records = more == null ? NONE : arrayOf(more);
      next = 0;
    }
  }

  int size() {
    return size;
  }

  void clear() {
    later.clear();
    records = NONE;
    next = 0;
    size = 0;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static ConsumerRecord<String, byte[]>[] arrayOf(
      List<ConsumerRecord<String, byte[]>> polled) {
    return polled.toArray(new ConsumerRecord[0]);
  }
}
