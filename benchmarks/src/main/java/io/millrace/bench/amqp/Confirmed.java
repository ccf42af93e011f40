package io.millrace.bench.amqp;

import java.util.BitSet;

/** Which publishes are confirmed, which brokers say one by one or of all up to one. */
final class Confirmed {
  private final int window;
  private final BitSet single;

  /** All up to it are confirmed. */
  private long all;

  private long sent;

  /**
   * @param window how many may be open; 0 if none is ever confirmed, and all may be
   */
  Confirmed(int window) {
    this.window = window;
    this.single = new BitSet(Math.max(1, window));
  }

  boolean isAll() {
    return window == 0 || all == sent;
  }

  boolean hasRoomFor(int count) {
    return window == 0 || sent - all + count <= window;
  }

  void sent(int count) {
    sent += count;
  }

  void confirm(long tag, boolean multiple) {
    if (tag <= all || tag > sent) {
      throw new IllegalStateException("a confirm of " + tag + " of " + all + " to " + sent);
    }
    if (multiple) {
      while (all < tag) {
        advance();
      }
    } else {
      single.set(place(tag));
    }
    while (single.get(place(all + 1))) {
      advance();
    }
  }

  private void advance() {
    all++;
    single.clear(place(all));
  }

  private int place(long tag) {
    return (int) (tag % window);
  }
}
