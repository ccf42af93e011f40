package io.millrace.testkit;

import io.millrace.queue.Message;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What passed between the queue of one worker and the adapter: each fetched message is settled
 * exactly once.
 *
 * <p><b>Threads:</b> any.
 */
final class Traffic {
  enum Mode {
    RUNNING,
    /** The worker gets and renews nothing, but what it has it may settle. */
    STALLED,
    /** Nothing the worker does reaches the backend. */
    CRASHED
  }

  /**
   * How often each message is in the queue: more than once where a backend delivers the same one
   * again.
   */
  private final Map<Delivered, Integer> open = new HashMap<>();

  private final Map<Settlement.Kind, Long> settled = new EnumMap<>(Settlement.Kind.class);
  private final List<String> violations = new ArrayList<>();
  private final Set<SourcePartition> partitions = new HashSet<>();
  private Mode mode = Mode.RUNNING;
  private long fetched;
  private long written;
  private long bytes;
  private long renewals;

  synchronized Mode mode() {
    return mode;
  }

  /** Changes the mode and tells how many messages were fetched and not settled then. */
  synchronized long become(Mode newMode) {
    mode = newMode;
    return fetched - written;
  }

  synchronized void fetched(Message<byte[]> message) {
    fetched++;
    bytes += message.sizeBytes();
    partitions.add(message.partition());
    open.merge(Delivered.of(message), 1, Integer::sum);
  }

  synchronized void settling(List<Settlement<byte[]>> settlements) {
    for (Settlement<byte[]> settlement : settlements) {
      bytes -= settlement.message().sizeBytes();
      settled.merge(settlement.kind(), 1L, Long::sum);
      Delivered delivered = Delivered.of(settlement.message());
      if (open.containsKey(delivered)) {
        open.computeIfPresent(delivered, (same, count) -> count == 1 ? null : count - 1);
      } else {
        violations.add(
            settlement.message()
                + " was settled as "
                + settlement.kind()
                + " but is not in the queue");
      }
    }
  }

  synchronized void settled(List<Settlement<byte[]>> settlements) {
    written += settlements.size();
  }

  synchronized void renewed(List<Message<byte[]>> unsettled) {
    renewals++;
    for (Message<byte[]> message : unsettled) {
      if (!open.containsKey(Delivered.of(message))) {
        violations.add(message + " was renewed but is not in the queue");
      }
    }
  }

  /** Whether an assignment that messages came from has been revoked. */
  synchronized boolean hasRevoked() {
    return partitions.stream().anyMatch(SourcePartition::isRevoked);
  }

  synchronized long fetched() {
    return fetched;
  }

  /** Bytes of what is in the queue: what came back at once, as in a rebalance, may come again. */
  synchronized long heldBytes() {
    return bytes;
  }

  synchronized long renewals() {
    return renewals;
  }

  synchronized long settled(Settlement.Kind kind) {
    return settled.getOrDefault(kind, 0L);
  }

  synchronized long settled() {
    return settled.values().stream().mapToLong(Long::longValue).sum();
  }

  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** What tells one delivery from another: what the adapter put on the message. */
  private record Delivered(@Nullable Object handle, SourcePartition partition, long offset) {
    static Delivered of(Message<byte[]> message) {
      return new Delivered(message.handle(), message.partition(), message.offset());
    }
  }
}
