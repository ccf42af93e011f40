package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.vhost.ConfirmSink;
import io.millrace.broker.vhost.PublishRefusal;
import org.jspecify.annotations.Nullable;

/**
 * The publishes of a connection that the virtual host has not told of, by their numbers, which
 * follow each other from 1.
 */
final class OpenPublishes implements ConfirmSink {
  private static final int FIRST_ROOM = 16;

  /** A ring: what belongs to a number is at the number modulo the length, a power of two. */
  private @Nullable Reply[] replies = new @Nullable Reply[FIRST_ROOM];

  private long[] messageIds = new long[FIRST_ROOM];

  /** All before it are answered. */
  private long first = 1;

  private long next = 1;

  /** The next number is that of a message whose publisher waits for {@code reply}. */
  void open(Reply reply, long messageId) {
    put(reply, messageId);
  }

  /** The next number is of nobody's concern. */
  void skip() {
    put(null, 0);
  }

  private void put(@Nullable Reply reply, long messageId) {
    if (next - first == replies.length) {
      grow();
    }
    int at = index(next++);
    replies[at] = reply;
    messageIds[at] = messageId;
  }

  @Override
  public void confirmed(long sequence, boolean multiple) {
    for (long each = multiple ? first : sequence; each <= sequence; each++) {
      int at = index(each);
      Reply reply = replies[at];
      if (reply != null) {
        reply.confirmed(messageIds[at]);
        replies[at] = null;
      }
    }
    advance();
  }

  @Override
  public void refused(long sequence, PublishRefusal why) {
    int at = index(sequence);
    Reply reply = replies[at];
    if (reply != null) {
      reply.refused(Codes.of(why), messageIds[at]);
      replies[at] = null;
    }
    advance();
  }

  private void advance() {
    while (first < next && replies[index(first)] == null) {
      first++;
    }
  }

  private void grow() {
    int room = replies.length * 2;
    @Nullable Reply[] moreReplies = new @Nullable Reply[room];
    long[] moreIds = new long[room];
    for (long each = first; each < next; each++) {
      int to = (int) (each & (room - 1));
      moreReplies[to] = replies[index(each)];
      moreIds[to] = messageIds[index(each)];
    }
    replies = moreReplies;
    messageIds = moreIds;
  }

  private int index(long sequence) {
    return (int) (sequence & (replies.length - 1));
  }
}
