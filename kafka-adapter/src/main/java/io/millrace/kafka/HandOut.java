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
import org.jspecify.annotations.Nullable;

/**
 * Gives polled records to the queue, partition by partition in turns, each as far as it may go.
 *
 * <p>Belongs to the poll thread.
 */
final class HandOut<T> {
  /*
   * With order by partition, all but one message of a partition wait in the queue behind it. Were one to have many there,
   * they would use up the queue's room for messages that wait (40,000 by default) and keep out the others. So the
   * partitions share most of that, and none has more than is good for it.
   */
  private static final int ORDERED_WINDOWS = 32_000;
  private static final int WIDEST_WINDOW = 4_000;
  private static final int NARROWEST_WINDOW = 50;

  private final Messages<T> messages;
  private final Poison poison;
  private final @Nullable RetryTopic<T> retryTopic;
  private final Ordering ordering;
  private final int gapLimit;
  private final List<AssignedPartition> ready = new ArrayList<>();
  private int window = WIDEST_WINDOW;
  private int turn;
  private long bytesLeft;

  HandOut(
      Messages<T> messages,
      Poison poison,
      @Nullable RetryTopic<T> retryTopic,
      Ordering ordering,
      int gapLimit) {
    this.messages = messages;
    this.poison = poison;
    this.retryTopic = retryTopic;
    this.ordering = ordering;
    this.gapLimit = gapLimit;
  }

  /** How many more messages of a partition may be handed out now; 0 or less for none. */
  private long room(AssignedPartition partition) {
    if (partition.halted() != null || partition.heldMillis() > 0) {
      return 0;
    }
    return ordering == Ordering.PARTITION
        ? window - partition.inHand()
        : gapLimit - partition.gap();
  }

  /** Fills a fetch; how many messages it got. */
  int fill(Fetch<T> fetch, Collection<AssignedPartition> partitions) {
    ready.clear();
    int share = ORDERED_WINDOWS / Math.max(1, partitions.size());
    window = Math.max(NARROWEST_WINDOW, Math.min(share, WIDEST_WINDOW));
    for (AssignedPartition partition : partitions) {
      if (partition.backlog() > 0 && room(partition) > 0) {
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
      int most = Math.max(1, left / ready.size());
      for (int i = ready.size() - 1; i >= 0 && left > 0 && bytesLeft > 0; i--) {
        int given = give(fetch, ready.get(i), Math.min(most, left));
        left -= given;
        if (given < most) {
          ready.remove(i);
        }
      }
    }
    return fetch.messageLimit() - left;
  }

  private int give(Fetch<T> fetch, AssignedPartition partition, int count) {
    int given = 0;
    long most = Math.min(count, room(partition));
    while (given < most && bytesLeft > 0) {
      ConsumerRecord<String, byte[]> record = partition.next();
      if (record == null) {
        break;
      }
      boolean isRetry = retryTopic != null && retryTopic.holds(partition);
      if (isRetry && mustWait(record, partition)) {
        break;
      }
      Message<T> message;
      try {
        message = messages.read(record, partition);
      } catch (Exception e) {
        poison.take(record, partition, e);
        most = Math.min(count, given + room(partition));
        continue;
      }
      if (isRetry) {
        message = RetryTopic.unmarked(message, record);
      }
      partition.handOut(record);
      fetch.add(message);
      bytesLeft -= message.sizeBytes();
      given++;
    }
    return given;
  }

  private static boolean mustWait(
      ConsumerRecord<String, byte[]> record, AssignedPartition partition) {
    partition.hold(RetryTopic.due(record));
    return partition.heldMillis() > 0;
  }
}
