package io.millrace.broker.protocol.moonmq;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who has bound each queue, for messages of which everybody gets a copy.
 *
 * <p><b>Threads:</b> any.
 */
final class FanoutGroups {
  private final Map<String, Set<CopyQueue>> byQueue = new ConcurrentHashMap<>();

  void join(String queue, CopyQueue member) {
    byQueue.compute(
        queue,
        (name, members) -> {
          Set<CopyQueue> all = members == null ? ConcurrentHashMap.newKeySet(1) : members;
          all.add(member);
          return all;
        });
  }

  void leave(String queue, CopyQueue member) {
    byQueue.computeIfPresent(
        queue,
        (name, members) -> {
          members.remove(member);
          return members.isEmpty() ? null : members;
        });
  }

  /** Those who have bound the queue now, as far as a look without a lock can tell. */
  Set<CopyQueue> members(String queue) {
    return byQueue.getOrDefault(queue, Set.of());
  }
}
