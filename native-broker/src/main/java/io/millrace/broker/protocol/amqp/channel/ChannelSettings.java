package io.millrace.broker.protocol.amqp.channel;

import java.time.Duration;

/**
 * How much one channel may ask for, and all of a connection together.
 *
 * @param messageBytes the longest body
 * @param transactionBytes bodies, and some for each message, that one transaction may hold
 * @param connectionBytes what the transactions of a connection and its contents that are not
 *     complete may hold together
 * @param prefetch how many deliveries a consumer may hold that has not asked for a limit, nor for
 *     none; 0 for any number
 * @param consumers how many consumers a channel may have; 0 for any number
 * @param longestBlock how long publishes may wait for a full queue where the client itself may have
 *     to make room and cannot be heard
 */
public record ChannelSettings(
    long messageBytes,
    long transactionBytes,
    long connectionBytes,
    int prefetch,
    int consumers,
    Duration longestBlock) {
  /** As RabbitMQ has it for messages; consumers of one queue share the prefetch evenly. */
  public static final ChannelSettings DEFAULT =
      new ChannelSettings(16L << 20, 128L << 20, 256L << 20, 256, 0, Duration.ofSeconds(30));

  public ChannelSettings {
    if (messageBytes < 0
        || messageBytes > Integer.MAX_VALUE - 8
        || transactionBytes < 1
        || connectionBytes < 1
        || prefetch < 0
        || consumers < 0) {
      throw new IllegalArgumentException(
          "limits of a channel: %d, %d, %d, %d, %d"
              .formatted(messageBytes, transactionBytes, connectionBytes, prefetch, consumers));
    }
    if (longestBlock.toMillis() < 1) {
      throw new IllegalArgumentException("no time to wait for a full queue: " + longestBlock);
    }
  }

  /**
   * With bodies up to that length; where a connection cannot hold four of them, it may from now on.
   */
  public ChannelSettings withMessageBytes(long other) {
    return new ChannelSettings(
        other,
        transactionBytes,
        Math.max(connectionBytes, 4 * other),
        prefetch,
        consumers,
        longestBlock);
  }

  public ChannelSettings withTransactionBytes(long other) {
    return new ChannelSettings(
        messageBytes, other, connectionBytes, prefetch, consumers, longestBlock);
  }

  public ChannelSettings withConnectionBytes(long other) {
    return new ChannelSettings(
        messageBytes, transactionBytes, other, prefetch, consumers, longestBlock);
  }

  public ChannelSettings withConsumers(int most) {
    return new ChannelSettings(
        messageBytes, transactionBytes, connectionBytes, prefetch, most, longestBlock);
  }

  public ChannelSettings withLongestBlock(Duration other) {
    return new ChannelSettings(
        messageBytes, transactionBytes, connectionBytes, prefetch, consumers, other);
  }
}
