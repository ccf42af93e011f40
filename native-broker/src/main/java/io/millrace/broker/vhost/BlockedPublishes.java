package io.millrace.broker.vhost;

import io.millrace.broker.message.Message;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Publishes that wait until a full queue has room, in their order. What waits holds back the answer
 * to its batch, so that its publisher comes to the limit of what it may have on its way. Of many
 * publishers together no more wait than {@link #LIMIT_BYTES} hold.
 */
final class BlockedPublishes {
  /** What may wait for one queue. */
  static final long LIMIT_BYTES = 64L << 20;

  /** What each is taken to hold beside its message. */
  private static final int ENTRY_BYTES = 128;

  private final Queue<Blocked> waiting = new ArrayDeque<>();
  private long heldBytes;

  /** One of them. */
  record Blocked(Message message, PublishBatch batch, int entry) {}

  /** Has one wait, alone also if it is longer than the limit; false if too many do. */
  boolean add(Message message, PublishBatch batch, int entry) {
    long bytes = ENTRY_BYTES + message.heldBytes();
    if (!waiting.isEmpty() && heldBytes + bytes > LIMIT_BYTES) {
      return false;
    }
    heldBytes += bytes;
    waiting.add(new Blocked(message, batch, entry));
    batch.block();
    return true;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The one that waits longest, or null. */
  @Nullable Blocked first() {
    return waiting.peek();
  }

  /** The one that has waited longest is in the queue, or refused. */
  void removeFirst() {
    Blocked first = waiting.remove();
    heldBytes -= ENTRY_BYTES + first.message().heldBytes();
    first.batch().unblock();
  }

  void refuseAll(PublishRefusal why) {
    for (Blocked each = first(); each != null; each = first()) {
      each.batch().refuse(each.entry(), why);
      removeFirst();
    }
  }
}
