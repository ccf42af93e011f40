package io.millrace.broker.store;

import io.millrace.broker.queue.Enqueue;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a queue that is in use holds in memory of its messages: those just appended, the block that
 * is being read, and the message read last. All of it may go at any time, when others need the
 * memory.
 *
 * <p><b>Threads:</b> the owner's only.
 */
final class QueueCache extends LoopMemory.Holder {
  private final LoopStore loop;
  private final int queue;
  private RecentMessages recent = new RecentMessages();
  private @Nullable MessageReader reader;
  private @Nullable Enqueue last;

  QueueCache(LoopStore loop, int queue) {
    this.loop = loop;
    this.queue = queue;
  }

  void appended(Enqueue message) {
    recent.offer(message);
    account();
  }

  /** What is at hand of that offset. */
  @Nullable Enqueue get(long offset) {
    Enqueue kept = last;
    return kept != null && kept.offset() == offset ? kept : recent.get(offset);
  }

  /** It has been delivered, and what comes next is of a higher offset if all goes as usual. */
  void delivered(long offset) {
    recent.forgetTo(offset);
    account();
  }

  Enqueue read(long position, long offset) throws IOException {
    Enqueue read = reader().read(loop.store().log(), position, offset);
    last = read;
    account();
    return read;
  }

  Enqueue read(Extent extent, long offset) throws IOException {
    Enqueue read = reader().read(extent, offset);
    last = read;
    account();
    return read;
  }

  private MessageReader reader() {
    MessageReader existing = reader;
    if (existing == null) {
      existing = new MessageReader(queue, loop.store().log(), loop.shared());
      reader = existing;
    }
    return existing;
  }

  private void account() {
    MessageReader existing = reader;
    loop.memory().hold(this, recent.bytes() + (existing == null ? 0 : existing.heldBytes()));
  }

  boolean isEmpty() {
    return recent.bytes() == 0 && reader == null;
  }

  void release() {
    loop.memory().hold(this, 0);
    giveUp();
  }

  @Override
  void giveUp() {
    recent = new RecentMessages();
    reader = null;
    last = null;
  }
}
