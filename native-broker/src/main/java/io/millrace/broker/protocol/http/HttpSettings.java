package io.millrace.broker.protocol.http;

import io.millrace.broker.transport.Endpoint;
import java.time.Duration;
import java.util.List;

/**
 * What the front holds its clients to. How large messages may be, and who may send them, is as with
 * the push protocol.
 *
 * @param endpoints where it listens; nowhere if empty
 * @param connections how many there may be at each endpoint
 * @param longestWait for a message, and how long a client waits that does not say
 * @param idle after which a connection is closed on which nothing is sent and nothing answered;
 *     also how long the head of a request may take
 * @param mostHeld how many messages may be with clients that said they would acknowledge them
 */
public record HttpSettings(
    List<Endpoint> endpoints, int connections, Duration longestWait, Duration idle, int mostHeld) {
  /** Nowhere; 60 s of waiting, 75 s idle, 65,536 messages. */
  public static final HttpSettings DEFAULT =
      new HttpSettings(List.of(), 10_000, Duration.ofSeconds(60), Duration.ofSeconds(75), 1 << 16);

  public HttpSettings {
    endpoints = List.copyOf(endpoints);
    if (connections < 1 || mostHeld < 0) {
      throw new IllegalArgumentException(
          "%d connections, %d messages held".formatted(connections, mostHeld));
    }
    if (longestWait.isNegative() || idle.toMillis() < 1) {
      throw new IllegalArgumentException("a wait of %s, idle %s".formatted(longestWait, idle));
    }
  }

  public HttpSettings withEndpoints(int most, Endpoint... others) {
    return new HttpSettings(List.of(others), most, longestWait, idle, mostHeld);
  }

  public HttpSettings withMostHeld(int messages) {
    return new HttpSettings(endpoints, connections, longestWait, idle, messages);
  }

  public HttpSettings withIdle(Duration other) {
    return new HttpSettings(endpoints, connections, longestWait, other, mostHeld);
  }
}
