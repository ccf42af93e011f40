package io.millrace.broker.vhost;

import io.millrace.broker.message.Message;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Publishes that wait until a full queue has room, in their order. What waits holds back the answer
 * to its batch, so that its publisher comes to the limit of what it may have on its way.
 */
final class BlockedPublishes {
  private final Queue<Blocked> waiting = new ArrayDeque<>();

  /** One of them. */
  record Blocked(Message message, PublishBatch batch, int entry) {}

  void add(Message message, PublishBatch batch, int entry) {
    waiting.add(new Blocked(message, batch, entry));
    batch.await();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The one that waits longest, or null. */
  @Nullable Blocked first() {
    return waiting.peek();
  }

  void removeFirst() {
    waiting.remove();
  }

  void refuseAll(PublishRefusal why) {
    for (Blocked each = waiting.poll(); each != null; each = waiting.poll()) {
      each.batch().refuse(each.entry(), why);
      each.batch().answered();
    }
  }
}
