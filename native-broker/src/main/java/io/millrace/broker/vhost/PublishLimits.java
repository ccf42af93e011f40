package io.millrace.broker.vhost;

/**
 * How much of one publisher may be on its way: published, and not durable or refused yet.
 *
 * @param outstandingMessages above which {@link Publisher#hasRoom} is false
 * @param outstandingBytes above which it is false; bodies, and some for each message
 */
public record PublishLimits(long outstandingMessages, long outstandingBytes) {
  public static final PublishLimits DEFAULT = new PublishLimits(16_384, 4L << 20);

  public PublishLimits {
    if (outstandingMessages < 1 || outstandingBytes < 1) {
      throw new IllegalArgumentException("a limit below 1 lets nothing through");
    }
  }
}
