package io.millrace.broker.protocol.amqp.connection;

import java.time.Duration;

/**
 * What is proposed to a client in connection.tune; it may ask for less.
 *
 * @param frameMax the longest frame in bytes, with all that is around its payload
 * @param channelMax how many channels a connection may have
 * @param heartbeat how often both sides let each other hear something; zero for never. A client may
 *     choose another
 */
public record AmqpLimits(int frameMax, int channelMax, Duration heartbeat) {
  /** The shortest frame that every peer takes (section 4.2.3 of the specification). */
  public static final int LEAST_FRAME_MAX = 4096;

  public static final int MOST_FRAME_MAX = 16 << 20;
  public static final int MOST_CHANNELS = 65_535;
  public static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(65_535);

  /** As RabbitMQ has them. */
  public static final AmqpLimits DEFAULT = new AmqpLimits(128 << 10, 2047, Duration.ofSeconds(60));

  public AmqpLimits {
    if (frameMax < LEAST_FRAME_MAX || frameMax > MOST_FRAME_MAX) {
      throw new IllegalArgumentException(
          "a frame_max of %d is not within %d to %d"
              .formatted(frameMax, LEAST_FRAME_MAX, MOST_FRAME_MAX));
    }
    if (channelMax < 1 || channelMax > MOST_CHANNELS) {
      throw new IllegalArgumentException(
          "a channel_max of %d is not within 1 to %d".formatted(channelMax, MOST_CHANNELS));
    }
    if (heartbeat.isNegative()
        || heartbeat.getNano() != 0
        || heartbeat.compareTo(LONGEST_HEARTBEAT) > 0) {
      throw new IllegalArgumentException("a heartbeat of " + heartbeat + ", which is in seconds");
    }
  }
}
