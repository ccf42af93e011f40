package io.millrace.broker.store;

import org.jspecify.annotations.Nullable;

/**
 * Bounds what the queues of one loop hold in memory of what is in files anyway: when they hold too
 * much, those that began to hold something longest ago give it up.
 *
 * <p><b>Threads:</b> the loop's only.
 */
final class LoopMemory {
  private final long limitBytes;
  private long heldBytes;
  private @Nullable Holder oldest;
  private @Nullable Holder newest;

  LoopMemory(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  long heldBytes() {
    return heldBytes;
  }

  /** The holder holds so much now. Others may be told to give up. */
  void hold(Holder holder, long bytes) {
    heldBytes += bytes - holder.bytes;
    boolean isNew = holder.bytes == 0 && bytes > 0;
    boolean isGone = holder.bytes > 0 && bytes == 0;
    holder.bytes = bytes;
    if (isNew) {
      enlist(holder);
    } else if (isGone) {
      unlist(holder);
    }
    while (heldBytes > limitBytes && oldest != null && oldest != holder) {
      Holder victim = oldest;
      heldBytes -= victim.bytes;
      victim.bytes = 0;
      unlist(victim);
      victim.giveUp();
    }
  }

  private void enlist(Holder holder) {
    holder.older = newest;
    if (newest == null) {
      oldest = holder;
    } else {
      newest.newer = holder;
    }
    newest = holder;
  }

  private void unlist(Holder holder) {
    if (holder.older == null) {
      oldest = holder.newer;
    } else {
      holder.older.newer = holder.newer;
    }
    if (holder.newer == null) {
      newest = holder.older;
    } else {
      holder.newer.older = holder.older;
    }
    holder.older = null;
    holder.newer = null;
  }

  /** Holds something that can be read again. */
  abstract static class Holder {
    private long bytes;
    private @Nullable Holder older;
    private @Nullable Holder newer;

    /** Lets go of all; it counts as nothing already. */
    abstract void giveUp();
  }
}
