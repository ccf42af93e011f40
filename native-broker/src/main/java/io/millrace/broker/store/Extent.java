package io.millrace.broker.store;

/**
 * Messages of one queue that stand one behind the other in a segment, by ascending offset and not
 * necessarily without gaps: what is read from a segment at once.
 */
final class Extent {
  /** No longer than this, unless a single message is. */
  static final int MAX_BYTES = 1 << 18;

  private final Segment segment;
  private final long position;
  private final int length;
  private final long first;
  private final long last;
  private final int count;

  /**
   * How many of its messages were in the queue when somebody last counted; the owner loop's own.
   */
  private int live;

  /**
   * @param position where it begins in the segment's file
   * @param length in bytes
   * @param first offset of its first message
   * @param last offset of its last message
   * @param count of the messages
   */
  Extent(Segment segment, long position, int length, long first, long last, int count) {
    this.segment = segment;
    this.position = position;
    this.length = length;
    this.first = first;
    this.last = last;
    this.count = count;
    this.live = count;
  }

  Segment segment() {
    return segment;
  }

  long position() {
    return position;
  }

  int length() {
    return length;
  }

  long first() {
    return first;
  }

  long last() {
    return last;
  }

  int live() {
    return live;
  }

  /** What its live messages take, taking all for equally long. */
  long liveBytes() {
    return (long) length * live / count;
  }

  /** Says how many are live now; by how many bytes {@link #liveBytes} has changed. */
  long recount(int messages) {
    long before = liveBytes();
    live = messages;
    return liveBytes() - before;
  }

  @Override
  public String toString() {
    return segment.name() + "@" + position + "[" + first + ".." + last + "]";
  }
}
