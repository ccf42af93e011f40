package io.millrace.broker.store;

import io.millrace.broker.queue.Enqueue;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a queue that were appended and are likely to be read next, so that what comes and
 * goes is never read from a file: consecutive offsets, up to a limit.
 *
 * <p>Not safe for use by several threads.
 */
final class RecentMessages {
  /** No more of a queue, unless it is a single message. */
  private static final long MAX_BYTES = 1 << 20;

  /** What a message takes beside its body, roughly. */
  private static final int OVERHEAD_BYTES = 256;

  private static final int FIRST_CAPACITY = 8;

  private @Nullable Enqueue[] ring = new Enqueue[FIRST_CAPACITY];
  private long first;
  private long end;
  private long bytes;

  long bytes() {
    return bytes;
  }

  /** Keeps it if it follows what is here and there is room. */
  void offer(Enqueue message) {
    if (first == end) {
      first = message.offset();
      end = first;
    } else if (message.offset() != end || bytes >= MAX_BYTES) {
      return;
    }
    if (end - first == ring.length) {
      grow();
    }
    ring[(int) end++ & (ring.length - 1)] = message;
    bytes += sizeOf(message);
  }

  private void grow() {
    @Nullable Enqueue[] larger = new Enqueue[2 * ring.length];
    for (long offset = first; offset < end; offset++) {
      larger[(int) offset & (larger.length - 1)] = ring[(int) offset & (ring.length - 1)];
    }
    ring = larger;
  }

  @Nullable Enqueue get(long offset) {
    return offset >= first && offset < end ? ring[(int) offset & (ring.length - 1)] : null;
  }

  /** Lets go of all up to that offset, included. */
  void forgetTo(long offset) {
    long last = Math.min(offset, end - 1);
    for (; first <= last; first++) {
      int index = (int) first & (ring.length - 1);
      Enqueue gone = ring[index];
      if (gone != null) {
        bytes -= sizeOf(gone);
        ring[index] = null;
      }
    }
  }

  private static long sizeOf(Enqueue message) {
    return (long) OVERHEAD_BYTES + message.message().body().length;
  }
}
