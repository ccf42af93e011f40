package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.protocol.amqp.channel.ChannelSettings;
import io.millrace.broker.transport.Endpoint;
import java.util.List;

/**
 * Where clients of AMQP 0-9-1 connect, and what they are held to.
 *
 * @param endpoints addresses without TLS
 * @param tlsEndpoints addresses with TLS
 * @param connections how many there may be at each endpoint
 */
public record AmqpSettings(
    List<Endpoint> endpoints,
    List<Endpoint> tlsEndpoints,
    int connections,
    AmqpLimits limits,
    LoginRules logins,
    ChannelSettings channels) {
  private static final int DEFAULT_CONNECTIONS = 100_000;

  /** Listens nowhere. */
  public static final AmqpSettings DEFAULT =
      new AmqpSettings(
          List.of(),
          List.of(),
          DEFAULT_CONNECTIONS,
          AmqpLimits.DEFAULT,
          LoginRules.DEFAULT,
          ChannelSettings.DEFAULT);

  public AmqpSettings {
    endpoints = List.copyOf(endpoints);
    tlsEndpoints = List.copyOf(tlsEndpoints);
  }

  public AmqpSettings withEndpoints(Endpoint... others) {
    return new AmqpSettings(List.of(others), tlsEndpoints, connections, limits, logins, channels);
  }

  public AmqpSettings withTlsEndpoints(Endpoint... others) {
    return new AmqpSettings(endpoints, List.of(others), connections, limits, logins, channels);
  }

  public AmqpSettings withConnections(int most) {
    return new AmqpSettings(endpoints, tlsEndpoints, most, limits, logins, channels);
  }

  public AmqpSettings withLimits(AmqpLimits others) {
    return new AmqpSettings(endpoints, tlsEndpoints, connections, others, logins, channels);
  }

  public AmqpSettings withLogins(LoginRules rules) {
    return new AmqpSettings(endpoints, tlsEndpoints, connections, limits, rules, channels);
  }

  public AmqpSettings withChannels(ChannelSettings settings) {
    return new AmqpSettings(endpoints, tlsEndpoints, connections, limits, logins, settings);
  }
}
