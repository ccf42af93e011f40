package io.millrace.broker.protocol.amqp.channel;

/**
 * How much one channel may ask for.
 *
 * @param messageBytes the longest body
 * @param transactionBytes bodies, and some for each message, that one transaction may hold
 * @param prefetch how many deliveries a consumer may hold that has not asked for a limit, nor for
 *     none; 0 for any number
 */
public record ChannelSettings(long messageBytes, long transactionBytes, int prefetch) {
  /** As RabbitMQ has it for messages; consumers of one queue share it evenly. */
  public static final ChannelSettings DEFAULT = new ChannelSettings(16L << 20, 128L << 20, 256);

  public ChannelSettings {
    if (messageBytes < 0
        || messageBytes > Integer.MAX_VALUE - 8
        || transactionBytes < 1
        || prefetch < 0) {
      throw new IllegalArgumentException(
          "limits of a channel: %d, %d, %d".formatted(messageBytes, transactionBytes, prefetch));
    }
  }
}
