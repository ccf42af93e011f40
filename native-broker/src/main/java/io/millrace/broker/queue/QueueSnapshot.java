package io.millrace.broker.queue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All of a queue that outlives a restart, but for the messages themselves, at one point of its
 * journal. Immutable, and safe to hand to another thread.
 *
 * <p>Messages in flight count as ready here: who held them is forgotten in a restart.
 */
public final class QueueSnapshot {
  /** A queue that nothing was ever enqueued in. */
  public static final QueueSnapshot EMPTY = new QueueSnapshot();

  long nextOffset;
  long sizeBytes;
  long departingBytes;

  /** Messages below this may have been delivered before the last unclean stop. */
  long suspectBelow;

  /** Ready messages by priority. */
  final NavigableMap<Integer, OffsetRuns> ready = new TreeMap<>();

  final OffsetRuns delayed = new OffsetRuns();
  final Map<DeadLetterReason, OffsetRuns> departing = new EnumMap<>(DeadLetterReason.class);

  /** Time, first offset, last offset excluded, of the delayed messages. */
  long[] due = {};

  /** Time, first offset, last offset excluded, of the ready messages that expire. */
  long[] expiries = {};

  /** Failed attempts of those that were delivered, by offset; 0 for a return that did not count. */
  final NavigableMap<Long, Integer> attempts = new TreeMap<>();

  /** De-duplication ids in the order in which they entered, at what time. */
  String[] ids = {};

  long[] idMillis = {};

  /** Those that are not to outlive a restart, of the ones that do not depart. */
  final OffsetRuns transients = new OffsetRuns();

  QueueSnapshot() {}

  /** The offset of the next message to be enqueued. */
  public long nextOffset() {
    return nextOffset;
  }

  /** The sum of the {@link Envelope#sizeBytes} of all messages that are in the queue. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** The offsets of all messages that are in the queue, as a set of the caller's own. */
  public OffsetRuns present() {
    OffsetRuns all = delayed.copy();
    ready.values().forEach(all::addAll);
    departing.values().forEach(all::addAll);
    return all;
  }

  /** This as bytes, in the form that {@link SnapshotWriter} draws. */
  public byte[] toBytes() {
    return new SnapshotWriter().write(this);
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it is no such thing
   */
  public static QueueSnapshot from(byte[] bytes) {
    return new SnapshotReader(bytes).read();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof QueueSnapshot that && Arrays.equals(toBytes(), that.toBytes());
  }

  @Override
  public int hashCode() {
    return Long.hashCode(nextOffset) * 31 + Long.hashCode(sizeBytes);
  }

  @Override
  public String toString() {
    return ("QueueSnapshot[nextOffset=%d, sizeBytes=%d, ready=%s, delayed=%s, departing=%s,"
            + " attempts=%s]")
        .formatted(nextOffset, sizeBytes, ready, delayed, departing, attempts);
  }
}
