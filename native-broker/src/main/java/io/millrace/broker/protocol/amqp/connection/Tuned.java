package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.protocol.amqp.codec.ConnectionTune;
import io.millrace.broker.protocol.amqp.codec.ConnectionTuneOk;
import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import java.time.Duration;

/**
 * What both sides of a connection have agreed on (connection.tune-ok).
 *
 * @param channelMax the highest number of a channel
 * @param frameMax the longest frame, whoever sends it
 * @param heartbeat how often each side lets the other hear something; zero for never
 */
record Tuned(int channelMax, int frameMax, Duration heartbeat) {
  /** What the broker proposes. */
  static ConnectionTune proposal(AmqpLimits limits) {
    return new ConnectionTune(
        limits.channelMax(), limits.frameMax(), (int) limits.heartbeat().toSeconds());
  }

  /**
   * What comes of a client's answer: it may ask for less, but for no frame that not every peer
   * takes. A zero is no limit, which is more than the broker gives.
   *
   * @throws ConnectionError if it asks for something else
   */
  static Tuned of(ConnectionTuneOk answer, AmqpLimits limits) {
    check("channel_max", answer.channelMax(), 1, limits.channelMax());
    check("frame_max", answer.frameMax(), AmqpLimits.LEAST_FRAME_MAX, limits.frameMax());
    return new Tuned(
        answer.channelMax(), (int) answer.frameMax(), Duration.ofSeconds(answer.heartbeat()));
  }

  private static void check(String what, long asked, int least, int most) {
    if (asked == 0) {
      throw refused(what, "0 (no limit) is higher than the maximum", most);
    }
    if (asked > most) {
      throw refused(what, asked + " is higher than the maximum", most);
    }
    if (asked < least) {
      throw refused(what, asked + " is lower than the minimum", least);
    }
  }

  private static ConnectionError refused(String what, String why, int bound) {
    return new ConnectionError(
        ReplyCode.NOT_ALLOWED,
        "negotiated %s = %s allowed value (%d)".formatted(what, why, bound),
        ConnectionTuneOk.DEFAULT);
  }
}
