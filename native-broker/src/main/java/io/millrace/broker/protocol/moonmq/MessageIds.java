package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.message.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Numbers for messages: each larger than all before it, across restarts, as long as the clock does
 * not go back by more than the broker was down and no more than 65,536 a millisecond are given out.
 *
 * <p><b>Threads:</b> any.
 */
public final class MessageIds {
  /** Milliseconds since the epoch above, a count below. */
  private static final int COUNT_BITS = 16;

  /** So many digits always fit into a long, and are enough until the year 2453. */
  private static final int MOST_DIGITS = 18;

  private final AtomicLong last;

  /**
   * @param clockMillis read once
   */
  public MessageIds(LongSupplier clockMillis) {
    last = new AtomicLong(clockMillis.getAsLong() << COUNT_BITS);
  }

  long next() {
    return last.incrementAndGet();
  }

  /** The number that a message was given; -1 if it came by another protocol. */
  static long of(Properties properties) {
    String text = properties.messageId().orElse("");
    if (text.isEmpty() || text.length() > MOST_DIGITS) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
