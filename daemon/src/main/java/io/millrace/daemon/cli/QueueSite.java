package io.millrace.daemon.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where queues are, as a command line says it.
 *
 * @param type of the sinks that go there
 * @param place options of such a sink that say where; may hold a password
 * @param routingKey with which dead letters are read; empty where there are none
 */
record QueueSite(String type, Map<String, String> place, String routingKey) {
  static final String MILLRACE = "millrace";
  static final String AMQP = "amqp";
  private static final String BROKERS = "brokers";
  private static final int DEFAULT_PORT = 11181;

  static QueueSite ofAmqp(String address) {
    return new QueueSite(AMQP, Map.of(BROKERS, address), "");
  }

  /**
   * @param broker {@code host:port}, a path, or a URI
   * @throws IllegalArgumentException when it is another URI
   */
  static QueueSite ofMillrace(String broker, String routingKey) {
    if (!broker.contains("://")) {
      return new QueueSite(MILLRACE, Map.of(BROKERS, broker), routingKey);
    }
    URI uri = uri(broker);
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    Map<String, String> place = new LinkedHashMap<>();
    place.put(BROKERS, uri.getHost() + ":" + port);
    String login = uri.getRawUserInfo();
    if (login != null) {
      int colon = login.indexOf(':');
      place.put("user", decoded(colon < 0 ? login : login.substring(0, colon)));
      place.put("password", colon < 0 ? "" : decoded(login.substring(colon + 1)));
    }
    return new QueueSite(MILLRACE, place, routingKey);
  }

  /** A plus is a plus there, other than in a form. */
  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static URI uri(String broker) {
    try {
      URI uri = new URI(broker);
      if (MILLRACE.equals(uri.getScheme()) && uri.getHost() != null && uri.getPath().isEmpty()) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Not the cause: its message holds the whole address, which may hold a password.
      throw new IllegalArgumentException("--broker is no address: " + e.getReason());
    }
    throw new IllegalArgumentException(
        "--broker wants host:port, a path, or millrace://user:password@host:port");
  }

  /** A queue there, as the options of a sink. */
  Map<String, String> options(String queue) {
    Map<String, String> options = new LinkedHashMap<>(place);
    options.put("queue", queue);
    return options;
  }

  /** As {@link #options}, where dead letters are read. */
  Map<String, String> optionsOfLetters(String queue) {
    Map<String, String> options = options(queue);
    if (!routingKey.isEmpty()) {
      options.put("routing-key", routingKey);
    }
    return options;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return type;
  }
}
