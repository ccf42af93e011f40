package io.millrace.broker.queue;

/**
 * How much may wait in a queue; what is delivered and not yet settled does not count.
 *
 * @param messages at most; {@link Long#MAX_VALUE} for any number
 * @param bytes of bodies at most; {@link Long#MAX_VALUE} for any number
 */
public record LengthLimit(long messages, long bytes, Overflow overflow) {
  public static final LengthLimit NONE =
      new LengthLimit(Long.MAX_VALUE, Long.MAX_VALUE, Overflow.DROP_HEAD);

  public LengthLimit {
    if (messages < 0 || bytes < 0) {
      throw new IllegalArgumentException("a limit must not be negative");
    }
  }

  /** Whether so much is more than allowed. */
  boolean isExceededBy(long otherMessages, long otherBytes) {
    return otherMessages > messages || otherBytes > bytes;
  }
}
