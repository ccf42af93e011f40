package io.millrace.kafka;

import io.millrace.kafka.assignment.AssignedPartition;
import io.millrace.queue.Fetch;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives polled records to the queue, partition by partition in turns, each as far as it may go.
 *
 * <p>Belongs to the poll thread.
 */
final class HandOut<T> {
  private static final Logger log = LoggerFactory.getLogger(HandOut.class);

  /**
   * With one message of a partition at a time, those behind it would fill the queue up to its limit
   * of waiting messages and keep other partitions out.
   */
  private static final int ORDERED_WINDOW = 1_000;

  private final Messages<T> messages;
  private final Ordering ordering;
  private final int gapLimit;
  private final List<AssignedPartition> ready = new ArrayList<>();
  private int turn;
  private long bytesLeft;

  HandOut(Messages<T> messages, Ordering ordering, int gapLimit) {
    this.messages = messages;
    this.ordering = ordering;
    this.gapLimit = gapLimit;
  }

  /** Whether more of a partition may be handed out than is already. */
  boolean mayGoOn(AssignedPartition partition) {
    if (partition.halted() != null) {
      return false;
    }
    return ordering == Ordering.PARTITION
        ? partition.unfinished() < ORDERED_WINDOW
        : partition.gap() < gapLimit;
  }

  /** Fills a fetch; how many messages it got. */
  int fill(Fetch<T> fetch, Collection<AssignedPartition> partitions) {
    for (AssignedPartition partition : partitions) {
      if (partition.backlog() > 0 && mayGoOn(partition)) {
        ready.add(partition);
      }
    }
    if (ready.isEmpty()) {
      return 0;
    }
    Collections.rotate(ready, turn++);
    bytesLeft = fetch.byteLimit();
    int left = fetch.messageLimit();
    while (left > 0 && bytesLeft > 0 && !ready.isEmpty()) {
      int share = Math.max(1, left / ready.size());
      for (int i = ready.size() - 1; i >= 0 && left > 0 && bytesLeft > 0; i--) {
        int given = give(fetch, ready.get(i), Math.min(share, left));
        left -= given;
        if (given < share) {
          ready.remove(i);
        }
      }
    }
    ready.clear();
    return fetch.messageLimit() - left;
  }

  private int give(Fetch<T> fetch, AssignedPartition partition, int count) {
    int given = 0;
    while (given < count && bytesLeft > 0 && mayGoOn(partition)) {
      ConsumerRecord<byte[], byte[]> record = partition.next();
      if (record == null) {
        break;
      }
      Message<T> message;
      try {
        message = messages.read(record, partition);
      } catch (Exception e) {
        poison(partition, record, e);
        continue;
      }
      partition.handOut(record.offset());
      fetch.add(message);
      bytesLeft -= message.sizeBytes();
      given++;
    }
    return given;
  }

  private void poison(
      AssignedPartition partition, ConsumerRecord<byte[], byte[]> record, Exception cause) {
    partition.halt(
        partition
            + " stands still at offset "
            + record.offset()
            + ", which is no payload: "
            + cause);
    log.error(
        "{} stands still at offset {}: its value is no payload, and there is no onPoison pusher to"
            + " take it",
        partition,
        record.offset(),
        cause);
  }
}
