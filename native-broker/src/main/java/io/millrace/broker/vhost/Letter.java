package io.millrace.broker.vhost;

import io.millrace.broker.queue.DeadLetterReason;
import java.util.HashSet;
import java.util.Set;

/**
 * A dead letter that has not left its queue, and where it has still to go: once some of the queues
 * that it was sent to have it, only to those that refused it.
 *
 * <p>Owned by the loop of its queue.
 */
final class Letter {
  private final HostedQueue queue;
  private final long offset;
  private final DeadLetterReason reason;

  /** Names of the queues that refused it while others took it; empty before that. */
  private Set<String> missing = Set.of();

  /** Names of the queues that have refused it in this attempt. */
  private Set<String> refusing = Set.of();

  /** How many queues it was sent to in this attempt. */
  private int sent;

  Letter(HostedQueue queue, long offset, DeadLetterReason reason) {
    this.queue = queue;
    this.offset = offset;
    this.reason = reason;
  }

  HostedQueue queue() {
    return queue;
  }

  long offset() {
    return offset;
  }

  DeadLetterReason reason() {
    return reason;
  }

  /** It is sent off once more. */
  void beginAttempt() {
    refusing = Set.of();
    sent = 0;
  }

  /** Whether that queue does not have it. */
  boolean isMissingIn(HostedQueue target) {
    return missing.isEmpty() || missing.contains(target.name());
  }

  /** Whether some queue has it. */
  boolean hasArrived() {
    return !missing.isEmpty();
  }

  /** It is on its way to one more queue. */
  void sent() {
    sent++;
  }

  /** One of the queues that it was sent to has refused it. */
  void refusedBy(HostedQueue target) {
    if (refusing.isEmpty()) {
      refusing = new HashSet<>();
    }
    refusing.add(target.name());
  }

  /** All queues that it was sent to have answered, and not all of them took it. */
  void endAttempt() {
    if (hasArrived() || refusing.size() < sent) {
      missing = refusing;
    }
  }
}
