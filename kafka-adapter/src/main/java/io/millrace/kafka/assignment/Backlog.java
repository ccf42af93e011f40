package io.millrace.kafka.assignment;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Records of one partition that were polled and not handed out yet. Belongs to the poll thread. */
final class Backlog {
  private final Queue<List<ConsumerRecord<byte[], byte[]>>> later = new ArrayDeque<>();
  private List<ConsumerRecord<byte[], byte[]>> records = List.of();
  private int next;
  private int size;

  void add(List<ConsumerRecord<byte[], byte[]>> polled) {
    size += polled.size();
    if (next == records.size()) {
      records = polled;
      next = 0;
    } else {
      later.add(polled);
    }
  }

  /** The first record, which stays; null if there is none. */
  @Nullable ConsumerRecord<byte[], byte[]> first() {
    return size == 0 ? null : records.get(next);
  }

  void removeFirst() {
    next++;
    size--;
    if (next == records.size()) {
      List<ConsumerRecord<byte[], byte[]>> more = later.poll();
      records = more == null ? List.of() : more;
      next = 0;
    }
  }

  int size() {
    return size;
  }

  void clear() {
    later.clear();
    records = List.of();
    next = 0;
    size = 0;
  }
}
