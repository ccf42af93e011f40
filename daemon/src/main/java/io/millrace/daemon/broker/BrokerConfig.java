package io.millrace.daemon.broker;

import io.millrace.broker.protocol.amqp.connection.AmqpSettings;
import io.millrace.broker.protocol.http.HttpSettings;
import io.millrace.broker.protocol.moonmq.MoonmqSettings;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.server.TlsSettings;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.transport.TrustedProxies;
import io.millrace.client.codec.FrameLimits;
import io.millrace.daemon.config.LogConfig;
import io.millrace.daemon.config.Section;
import io.millrace.daemon.config.Units;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the configuration of a broker says. Its keys are those of MoonMQ's file, and more in the
 * same manner; see {@code docs/broker.md}.
 */
public record BrokerConfig(BrokerSettings settings, List<ConfiguredUser> users, LogConfig log) {
  /** Where MoonMQ listens. */
  static final String DEFAULT_ADDRESS = "127.0.0.1:11181";

  static final String DEFAULT_HTTP_ADDRESS = "127.0.0.1:11180";

  private static final Duration DEFAULT_STOP = Duration.ofSeconds(25);
  private static final int MOST_LOOPS = 1024;
  static final int MOST_CONNECTIONS = 1_000_000;
  private static final long LARGEST_MESSAGE = 1 << 30;
  private static final int HIGHEST_CREDIT = 65_535;
  private static final int VERSION = 1;
  private static final String NO_PROXIES = "";

  /** Reads the whole file; a default stands in for what is wrong and is told by the check. */
  public static BrokerConfig from(Section root) {
    root.integer("version", VERSION, VERSION, VERSION);
    StoreConfig store = StoreConfig.from(root);
    BrokerSettings plain = BrokerSettings.embedded();
    Endpoint[] endpoints = endpoints(root, "addr", DEFAULT_ADDRESS).toArray(Endpoint[]::new);
    MoonmqSettings moonmq = moonmq(root);
    BrokerSettings settings =
        plain
            .withStore(store.options())
            .withLoops(
                root.integer("queue_loops", plain.queueLoops(), 1, MOST_LOOPS),
                root.integer("io_loops", plain.ioLoops(), 1, MOST_LOOPS))
            .withEndpoints(
                root.integer("connections", plain.connections(), 1, MOST_CONNECTIONS), endpoints)
            .withMoonmq(moonmq)
            .withHttp(http(root))
            .withExpectedConsumers(QueueConfig.expected(root))
            .withProxies(
                root.value(
                    "trusted_proxies",
                    TrustedProxies.NONE,
                    TrustedProxies::parse,
                    unused -> NO_PROXIES))
            .withStopWithin(root.duration("stop_timeout", DEFAULT_STOP));
    if (store.directory().isPresent()) {
      settings = settings.withDataDirectory(store.directory().get());
    }
    if (store.redis().isPresent()) {
      settings = settings.withRedis(store.redis().get());
    }
    Optional<TlsSettings> tls = TlsConfig.from(root);
    if (tls.isPresent()) {
      settings = settings.withTls(tls.get());
    }
    AmqpSettings amqp =
        AmqpConfig.from(
            root, moonmq.authentication(), moonmq.logins().within(), moonmq.limits().bodyBytes());
    // Without usable files there is no TLS, which the check has told.
    settings = settings.withAmqp(tls.isPresent() ? amqp : amqp.withTlsEndpoints());
    return new BrokerConfig(
        settings,
        ConfiguredUser.all(root),
        root.sectionOrEmpty("log").attempt(LogConfig::from).orElse(LogConfig.DEFAULT));
  }

  private static MoonmqSettings moonmq(Section root) {
    MoonmqSettings plain = MoonmqSettings.DEFAULT;
    FrameLimits limits =
        new FrameLimits(
            (int) root.size("max_msg_size", plain.limits().bodyBytes(), 1, LARGEST_MESSAGE),
            plain.limits().headerBytes(),
            plain.limits().nameBytes());
    return new MoonmqSettings(
        root.text("virtual_host", plain.virtualHost()),
        root.flag("auth", plain.authentication()),
        limits,
        root.flag("empty_bodies", plain.emptyBodies()),
        root.integer("credit", plain.credit(), 1, HIGHEST_CREDIT),
        seconds(root, "keepalive", plain.keepalive(), Duration.ofMillis(1), Duration.ofMinutes(10)),
        QueueConfig.from(root),
        LoginConfig.from(root));
  }

  private static HttpSettings http(Section root) {
    HttpSettings plain = HttpSettings.DEFAULT;
    return new HttpSettings(
        endpoints(root, "http_addr", DEFAULT_HTTP_ADDRESS),
        root.integer("http_connections", plain.connections(), 1, MOST_CONNECTIONS),
        plain.longestWait(),
        plain.idle(),
        plain.mostHeld());
  }

  /** One address, several with commas between them, or {@code off}. */
  static List<Endpoint> endpoints(Section root, String key, String fallback) {
    return root.value(key, parse(fallback), BrokerConfig::parse, unused -> fallback);
  }

  static List<Endpoint> parse(String text) {
    return text.strip().toLowerCase(Locale.ROOT).equals("off")
        ? List.of()
        : List.of(text.split(",")).stream().map(String::strip).map(Endpoint::parse).toList();
  }

  /** A duration whose plain number counts seconds, as in MoonMQ's file. */
  static Duration seconds(
      Section root, String key, Duration fallback, Duration least, Duration most) {
    return root.value(
        key,
        fallback,
        text -> {
          Duration duration =
              text.strip().matches("[0-9]{1,10}")
                  ? Duration.ofSeconds(Long.parseLong(text.strip()))
                  : Units.duration(text);
          if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                "must be from %s to %s, found '%s'; a plain number counts seconds"
                    .formatted(Units.format(least), Units.format(most), text));
          }
          return duration;
        },
        Units::format);
  }
}
