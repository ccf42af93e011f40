package io.millrace.broker.protocol.moonmq;

import io.millrace.client.codec.Frame.Fault;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a connection ends that the broker ends: when the replies that are due have left, or will not
 * come in time, the client is told why. For the connection's thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // It does nothing once the connection has ended.
final class Ending {
  /** How long replies may take that are due. */
  private static final long LONGEST_MILLIS = 2_000;

  private final Channel channel;
  private final Outgoing out;
  private @Nullable Fault lastWord;
  private boolean begun;

  Ending(Channel channel, Outgoing out) {
    this.channel = channel;
    this.out = out;
  }

  /** Whether the connection lives. */
  boolean isOpen() {
    return !begun;
  }

  /** Nothing is taken from the client any more. */
  void begin(Fault why) {
    begun = true;
    lastWord = why;
    goOn();
    if (lastWord != null) {
      channel.eventLoop().schedule(this::say, LONGEST_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Replies may have left. */
  void goOn() {
    if (!out.owesReplies()) {
      say();
    }
  }

  private void say() {
    Fault why = lastWord;
    lastWord = null;
    if (why != null) {
      out.farewell(why);
    }
  }

  /** The connection is gone: there is nobody to tell. */
  void done() {
    begun = true;
    lastWord = null;
  }
}
