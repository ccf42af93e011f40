package io.millrace.broker.protocol.amqp.channel;

/**
 * How much one channel may ask for.
 *
 * @param messageBytes the longest body
 * @param transactionBytes bodies, and some for each message or settlement, in one transaction
 */
public record ChannelSettings(long messageBytes, long transactionBytes) {
  /** As RabbitMQ has it for messages. */
  public static final ChannelSettings DEFAULT = new ChannelSettings(128L << 20, 128L << 20);

  public ChannelSettings {
    if (messageBytes < 0 || messageBytes > Integer.MAX_VALUE - 8 || transactionBytes < 1) {
      throw new IllegalArgumentException(
          "limits of a channel: %d, %d".formatted(messageBytes, transactionBytes));
    }
  }
}
