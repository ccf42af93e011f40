package io.millrace.broker.vhost;

import io.millrace.broker.queue.DeadLetterReason;
import io.millrace.broker.queue.Departed;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of a queue on their way out: they are sent off as far as there is room, and go
 * from the queue when their copies are durable, or have nowhere to go.
 *
 * <p>Owned by the queue's loop.
 */
final class Departures {
  // What most queues most of the time have none of.
  private @Nullable Queue<Letter> waiting;
  private @Nullable OffsetList departed;

  private record Letter(long offset, DeadLetterReason reason) {}

  void add(long offset, DeadLetterReason reason) {
    if (waiting == null) {
      waiting = new ArrayDeque<>();
    }
    waiting.add(new Letter(offset, reason));
  }

  void send(LiveQueue queue, LetterDesk desk, long nowMillis) {
    while (waiting != null && !waiting.isEmpty()) {
      Letter letter = waiting.element();
      if (!desk.send(queue, letter.offset(), letter.reason(), nowMillis)) {
        return;
      }
      waiting.remove();
    }
  }

  void departed(long offset) {
    if (departed == null) {
      departed = new OffsetList();
    }
    departed.add(offset);
  }

  /** Takes those out of the queue that have departed. */
  void settle(LiveQueue queue, long nowMillis) {
    if (departed != null && !departed.isEmpty()) {
      queue.machine().handle(new Departed(departed.take()), nowMillis);
    }
  }
}
