package io.millrace.broker.server;

import io.millrace.broker.protocol.amqp.connection.AmqpFront;
import io.millrace.broker.protocol.http.HttpFront;
import io.millrace.broker.protocol.moonmq.MoonmqFront;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.transport.Front;
import io.millrace.broker.transport.Listener;
import io.millrace.broker.transport.Tls;
import io.millrace.broker.transport.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a broker listens.
 *
 * <p><b>Threads:</b> any.
 */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private final Transport transport;
  private final Ends ends;
  private final Map<Kind, List<Listener>> all = new EnumMap<>(Kind.class);

  /** What is spoken. */
  enum Protocol {
    NATIVE("native protocol"),
    AMQP("AMQP"),
    HTTP("HTTP");

    private final String words;

    Protocol(String words) {
      this.words = words;
    }
  }

  /** What is spoken, and whether with TLS. */
  enum Kind {
    NATIVE(Protocol.NATIVE, ""),
    NATIVE_TLS(Protocol.NATIVE, " with TLS"),
    AMQP(Protocol.AMQP, ""),
    AMQP_TLS(Protocol.AMQP, " with TLS"),
    HTTP(Protocol.HTTP, "");

    private final Protocol protocol;
    private final String security;

    Kind(Protocol protocol, String security) {
      this.protocol = protocol;
      this.security = security;
    }
  }

  private Listeners(Transport transport, Ends ends) {
    this.transport = transport;
    this.ends = ends;
    for (Kind kind : Kind.values()) {
      all.put(kind, new ArrayList<>());
    }
  }

  /**
   * Listens wherever the settings say.
   *
   * @param ends gets what ends it, also of those that listen when another one cannot
   * @throws IOException if an address cannot be listened on, or certificates cannot be used
   */
  static Listeners start(
      BrokerSettings settings,
      Transport transport,
      MoonmqFront moonmq,
      AmqpFront amqp,
      HttpFront http,
      Ends ends)
      throws IOException {
    Listeners started = new Listeners(transport, ends);
    started.listen(Kind.NATIVE, settings.endpoints(), settings.connections(), moonmq);
    started.listen(Kind.AMQP, settings.amqp().endpoints(), settings.amqp().connections(), amqp);
    if (settings.tls().isPresent()) {
      TlsSettings withTls = settings.tls().get();
      Tls tls = Tls.start(withTls.files());
      ends.add(tls::close);
      started.listen(
          Kind.NATIVE_TLS,
          withTls.endpoints(),
          settings.connections(),
          Transport.withTls(tls, moonmq));
      started.listen(
          Kind.AMQP_TLS,
          settings.amqp().tlsEndpoints(),
          settings.amqp().connections(),
          Transport.withTls(tls, amqp));
    }
    started.listen(Kind.HTTP, settings.http().endpoints(), settings.http().connections(), http);
    return started;
  }

  private void listen(Kind kind, List<Endpoint> endpoints, int most, Front front)
      throws IOException {
    for (Endpoint endpoint : endpoints) {
      Listener listener = transport.listen(endpoint, most, front);
      ends.add(listener::close);
      of(kind).add(listener);
      LOG.info("{}{} on {}", kind.protocol.words, kind.security, listener.endpoint());
    }
  }

  private List<Listener> of(Kind kind) {
    return all.getOrDefault(kind, List.of());
  }

  /** In the order of the settings, with the ports that it got. */
  List<Endpoint> endpoints(Kind kind) {
    return of(kind).stream().map(Listener::endpoint).toList();
  }

  /** How many connections there are, with and without TLS. */
  long connections(Protocol protocol) {
    return all.entrySet().stream()
        .filter(each -> each.getKey().protocol == protocol)
        .flatMap(each -> each.getValue().stream())
        .mapToLong(Listener::connections)
        .sum();
  }
}
