package io.millrace.testkit.sim;

import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Settlement;
import org.jspecify.annotations.Nullable;

/** A message's stay in a queue, from fetch to settlement, as the simulation expects it to go on. */
final class Stay<T> {
  /** The message as it was fetched. */
  final Message<T> message;

  /** What it must be handled one after the other with, in this queue; null for nothing. */
  final @Nullable Object lane;

  /** The attempt that the next call must have, or, with an end, that its settlement must have. */
  int attempt;

  /** No call may begin before this time. */
  long notBeforeNanos = Long.MIN_VALUE;

  /** The handler call it is in. */
  @Nullable Call<T> call;

  /** Whether nothing but the dead letter pusher may have it now. */
  boolean isGivenUp;

  /** How it must be settled, once that is certain. */
  Settlement.@Nullable Kind end;

  /** Whether a call ended so late that its result may have been refused: anything may follow. */
  boolean isUncertain;

  Stay(Message<T> message, Ordering ordering) {
    this.message = message;
    attempt = message.attempt();
    lane =
        switch (ordering) {
          case NONE -> null;
          case KEY -> message.key().orElse(null);
          case PARTITION -> message.partition();
        };
  }

  int partition() {
    return message.partition().index();
  }

  @Override
  public String toString() {
    return message.toString();
  }
}
