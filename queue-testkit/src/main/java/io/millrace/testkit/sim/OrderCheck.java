package io.millrace.testkit.sim;

import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows which messages were published and which of them a handler, or the dead letter pusher, is
 * done with: in each lane a message may begin only when all before it are done.
 */
final class OrderCheck {
  private final Ordering ordering;
  private final List<BitSet> done = new ArrayList<>();
  private final Map<Object, Lane> lanes = new HashMap<>();
  private int published;
  private int finished;

  private static final class Lane {
    final List<Integer> offsets = new ArrayList<>();
    int firstOpen;
  }

  OrderCheck(Ordering ordering, int partitions) {
    this.ordering = ordering;
    for (int i = 0; i < partitions; i++) {
      done.add(new BitSet());
    }
  }

  void published(int partition, long offset, Message<?> message) {
    published++;
    laneOf(partition, message)
        .ifPresent(name -> lanes.computeIfAbsent(name, n -> new Lane()).offsets.add((int) offset));
  }

  void done(Stay<?> stay) {
    BitSet offsets = done.get(stay.partition());
    int offset = (int) stay.message.offset();
    if (!offsets.get(offset)) {
      offsets.set(offset);
      finished++;
    }
  }

  boolean isDone(int partition, long offset) {
    return done.get(partition).get((int) offset);
  }

  boolean isEverythingDone() {
    return finished == published;
  }

  int published() {
    return published;
  }

  /**
   * What keeps this message from being handled now, if anything; those before it in its batch do
   * not.
   */
  Optional<String> obstacle(Stay<?> stay, List<? extends Stay<?>> batch) {
    int partition = stay.partition();
    Object name = laneOf(partition, stay.message).orElse(null);
    Lane lane = name == null ? null : lanes.get(name);
    if (lane == null) {
      return Optional.empty();
    }
    while (lane.firstOpen < lane.offsets.size()
        && isDone(partition, lane.offsets.get(lane.firstOpen))) {
      lane.firstOpen++;
    }
    for (int i = lane.firstOpen; i < lane.offsets.size(); i++) {
      int earlier = lane.offsets.get(i);
      if (earlier >= stay.message.offset()) {
        return Optional.empty();
      }
      if (!isDone(partition, earlier) && !isBefore(partition, earlier, stay, batch)) {
        return Optional.of(
            "order broken: " + stay + " is handled before offset " + earlier + " is done");
      }
    }
    return Optional.empty();
  }

  private static boolean isBefore(
      int partition, int offset, Stay<?> stay, List<? extends Stay<?>> batch) {
    for (Stay<?> other : batch) {
      if (other == stay) {
        return false;
      }
      if (other.partition() == partition && other.message.offset() == offset) {
        return true;
      }
    }
    return false;
  }

  private Optional<Object> laneOf(int partition, Message<?> message) {
    return switch (ordering) {
      case NONE -> Optional.empty();
      case KEY -> message.key().map(key -> key);
      case PARTITION -> Optional.of(partition);
    };
  }
}
