package io.millrace.broker.protocol.moonmq;

import io.millrace.client.codec.FrameLimits;
import java.time.Duration;

/**
 * What the front holds its clients to.
 *
 * @param virtualHost where their queues are
 * @param authentication whether a client has to say who it is; without, everybody may everything
 * @param limits of frames
 * @param emptyBodies whether a message may have an empty body
 * @param credit how many messages a consumer gets ahead of its acks that does not say
 * @param keepalive how often something is to come from a client, at least; after one and a half
 *     times that without anything the connection is closed
 * @param logins how a client says who it is
 */
public record MoonmqSettings(
    String virtualHost,
    boolean authentication,
    FrameLimits limits,
    boolean emptyBodies,
    int credit,
    Duration keepalive,
    QueueRules queues,
    LoginRules logins) {
  private static final Duration LONGEST_KEEPALIVE = Duration.ofMinutes(10);

  public static final MoonmqSettings DEFAULT =
      new MoonmqSettings(
          "/",
          true,
          FrameLimits.DEFAULT,
          false,
          256,
          Duration.ofSeconds(65),
          QueueRules.DEFAULT,
          LoginRules.DEFAULT);

  public MoonmqSettings {
    if (credit < 1) {
      throw new IllegalArgumentException("a credit of " + credit);
    }
    if (keepalive.toMillis() < 1 || keepalive.compareTo(LONGEST_KEEPALIVE) > 0) {
      throw new IllegalArgumentException(
          "a keepalive of %s is not within 1 ms to %s".formatted(keepalive, LONGEST_KEEPALIVE));
    }
  }

  public MoonmqSettings withoutAuthentication() {
    return new MoonmqSettings(
        virtualHost, false, limits, emptyBodies, credit, keepalive, queues, logins);
  }

  public MoonmqSettings withQueues(QueueRules rules) {
    return new MoonmqSettings(
        virtualHost, authentication, limits, emptyBodies, credit, keepalive, rules, logins);
  }

  public MoonmqSettings withLimits(FrameLimits others) {
    return new MoonmqSettings(
        virtualHost, authentication, others, emptyBodies, credit, keepalive, queues, logins);
  }

  public MoonmqSettings withKeepalive(Duration other) {
    return new MoonmqSettings(
        virtualHost, authentication, limits, emptyBodies, credit, other, queues, logins);
  }

  public MoonmqSettings withLogins(LoginRules rules) {
    return new MoonmqSettings(
        virtualHost, authentication, limits, emptyBodies, credit, keepalive, queues, rules);
  }

  /** The longest silence of a client. */
  Duration longestSilence() {
    return keepalive.multipliedBy(3).dividedBy(2);
  }
}
