package io.millrace.broker.vhost;

import io.millrace.broker.queue.QueueCounts;
import java.util.Optional;

/** When a queue may be deleted. */
public enum DeleteCondition {
  NONE(false, false),
  IF_UNUSED(true, false),
  IF_EMPTY(false, true),
  IF_UNUSED_AND_EMPTY(true, true);

  private final boolean unused;
  private final boolean empty;

  DeleteCondition(boolean unused, boolean empty) {
    this.unused = unused;
    this.empty = empty;
  }

  /** The one with these flags, as AMQP's queue.delete has them. */
  public static DeleteCondition of(boolean ifUnused, boolean ifEmpty) {
    if (ifUnused) {
      return ifEmpty ? IF_UNUSED_AND_EMPTY : IF_UNUSED;
    }
    return ifEmpty ? IF_EMPTY : NONE;
  }

  /** Why a queue is not deleted. */
  Optional<Refusal> refusal(String queue, QueueCounts counts) {
    if (unused && counts.consumers() > 0) {
      return Optional.of(new Refusal.InUse(Refusal.Kind.QUEUE, queue));
    }
    return empty && counts.messages() > 0
        ? Optional.of(new Refusal.NotEmpty(queue, counts.messages()))
        : Optional.empty();
  }
}
