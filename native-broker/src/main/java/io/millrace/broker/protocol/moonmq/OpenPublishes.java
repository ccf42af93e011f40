package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.vhost.ConfirmSink;
import io.millrace.broker.vhost.PublishRefusal;
import io.millrace.client.codec.Frame;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The publishes of a connection that the virtual host has not told of, by their numbers, which
 * follow each other from 1.
 */
final class OpenPublishes implements ConfirmSink {
  private static final int FIRST_ROOM = 16;

  private final Again again;

  /** A ring: what belongs to a number is at the number modulo the length, a power of two. */
  private @Nullable Open[] ring = new @Nullable Open[FIRST_ROOM];

  /** All before it are answered. */
  private long first = 1;

  private long next = 1;

  /**
   * One of them.
   *
   * @param place among those that the connection publishes
   * @param frame what was published, to do it again if its queue had just gone; null for a copy,
   *     whose publisher is told if its queue goes, with the binding that it is for
   */
  private record Open(long place, Reply reply, long messageId, Frame.@Nullable Publish frame) {}

  /**
   * @param again is told what has to be published again
   */
  OpenPublishes(Again again) {
    this.again = again;
  }

  /**
   * The next number is that of a message whose publisher waits for {@code reply}.
   *
   * @param place among those that the connection publishes
   */
  void open(long place, Frame.Publish frame, Reply reply, long messageId) {
    put(new Open(place, reply, messageId, frame));
  }

  /** As {@link #open}, for a copy that everybody gets. */
  void openCopy(Reply reply, long messageId) {
    put(new Open(0, reply, messageId, null));
  }

  /** Who publishes again what went to a queue that had just gone. */
  @FunctionalInterface
  interface Again {
    /**
     * @param place as it was given; what is told later may have an earlier one
     */
    void publishAgain(long place, Frame.Publish frame, Reply reply);
  }

  /** The next number is of nobody's concern. */
  void skip() {
    put(null);
  }

  /** Whether one of that kind is on its way, copies apart. */
  boolean any(Predicate<Frame.Publish> kind) {
    for (long each = first; each < next; each++) {
      Open open = ring[index(each)];
      if (open != null && open.frame != null && kind.test(open.frame)) {
        return true;
      }
    }
    return false;
  }

  private void put(@Nullable Open open) {
    if (next - first == ring.length) {
      grow();
    }
    ring[index(next++)] = open;
  }

  @Override
  public void confirmed(long sequence, boolean multiple) {
    for (long each = multiple ? first : sequence; each <= sequence; each++) {
      Open open = take(each);
      if (open != null) {
        open.reply.confirmed(open.messageId);
      }
    }
    advance();
  }

  @Override
  public void refused(long sequence, PublishRefusal why) {
    Open open = take(sequence);
    if (open != null && open.frame != null && why == PublishRefusal.GONE) {
      again.publishAgain(open.place, open.frame, open.reply);
    } else if (open != null) {
      open.reply.refused(Codes.of(why), open.messageId);
    }
    advance();
  }

  private @Nullable Open take(long sequence) {
    int at = index(sequence);
    Open open = ring[at];
    ring[at] = null;
    return open;
  }

  private void advance() {
    while (first < next && ring[index(first)] == null) {
      first++;
    }
  }

  private void grow() {
    @Nullable Open[] larger = new @Nullable Open[ring.length * 2];
    for (long each = first; each < next; each++) {
      larger[(int) (each & (larger.length - 1))] = ring[index(each)];
    }
    ring = larger;
  }

  private int index(long sequence) {
    return (int) (sequence & (ring.length - 1));
  }
}
