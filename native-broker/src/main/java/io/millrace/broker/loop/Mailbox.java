package io.millrace.broker.loop;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a loop: a stack that senders push to without a lock and that the loop always takes
 * whole. Commands of one thread come out in the order in which they went in.
 *
 * <p>Once closed it takes nothing more, so that no command can slip in behind the last drain.
 */
final class Mailbox {
  private static final LoopCommand CLOSED =
      new LoopCommand() {
        @Override
        protected void run(long nowMillis) {
          throw new IllegalStateException("the mark of a closed mailbox was run");
        }

        @Override
        protected void abandon(Throwable cause) {
          throw new IllegalStateException("the mark of a closed mailbox was abandoned", cause);
        }
      };

  private final AtomicReference<@Nullable LoopCommand> top = new AtomicReference<>();

  /** What waits, and what was taken and has not been run: the limit is on both. */
  private final AtomicLong heldBytes = new AtomicLong();

  /** Puts a command in, whatever the size. False if the mailbox is closed. */
  boolean push(LoopCommand command) {
    int sizeBytes = Math.max(LoopCommand.PLAIN_SIZE_BYTES, command.sizeBytes());
    command.postedSizeBytes = sizeBytes;
    heldBytes.addAndGet(sizeBytes);
    LoopCommand below;
    do {
      below = top.get();
      if (below == CLOSED) {
        heldBytes.addAndGet(-sizeBytes);
        return false;
      }
      command.below = below;
    } while (!top.compareAndSet(below, command));
    return true;
  }

  /**
   * Takes all, the oldest first, linked through {@link LoopCommand#below}; null if there is none.
   */
  @Nullable LoopCommand takeAll() {
    if (isEmpty()) {
      return null;
    }
    LoopCommand newest = top.getAndSet(null);
    LoopCommand oldest = null;
    while (newest != null) {
      LoopCommand next = newest.below;
      newest.below = oldest;
      oldest = newest;
      newest = next;
    }
    return oldest;
  }

  /** The command has been run or abandoned. */
  void release(long sizeBytes) {
    heldBytes.addAndGet(-sizeBytes);
  }

  /** Closes it if nothing is in it; false if something is. */
  boolean closeIfEmpty() {
    return top.compareAndSet(null, CLOSED) || isClosed();
  }

  boolean isClosed() {
    return top.get() == CLOSED;
  }

  /** True if there is nothing to take. */
  boolean isEmpty() {
    LoopCommand newest = top.get();
    return newest == null || newest == CLOSED;
  }

  long heldBytes() {
    return heldBytes.get();
  }
}
