package io.millrace.daemon.millrace;

import io.millrace.client.Mechanism;
import io.millrace.client.MillraceClient;
import io.millrace.client.MillraceClientBuilder;
import io.millrace.client.codec.FrameLimits;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where a broker is and how to log in there: the options {@code brokers}, {@code user}, {@code
 * password}, {@code mechanism}, {@code tls}, {@code timeout}, {@code heartbeat} and {@code
 * max-message-size}.
 *
 * @param addresses of which the first that answers is used
 * @param mechanism empty for the client's own
 * @param tls how a client is told of it; empty for none
 * @param timeout of connecting and of answers; empty for the client's own
 * @param heartbeat the longest silence; empty for the client's own
 * @param limits of messages; empty for the client's own
 */
public record BrokerConnection(
    List<String> addresses,
    Optional<String> user,
    Optional<String> password,
    Optional<Mechanism> mechanism,
    Optional<Consumer<MillraceClientBuilder>> tls,
    Optional<Duration> timeout,
    Optional<Duration> heartbeat,
    Optional<FrameLimits> limits) {
  private static final String REMEDY =
      "say where the broker is, as in brokers: b1:11181, or the path of its unix socket";

  /** Stands for the place of a source that has a mistake; nobody connects to it. */
  private static BrokerConnection anywhere() {
    return new BrokerConnection(
        List.of("localhost:1"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Reads the options of a source, which must say where the broker is.
   *
   * @throws io.millrace.daemon.spi.ConfigException at the option that is wrong
   */
  public static BrokerConnection from(Options options) {
    return from(options, Optional.empty());
  }

  /**
   * Reads the options of a sink; where they do not say where the broker is, it is that of the
   * pipeline's source, if there is one, and so is all else that is not said.
   *
   * @throws io.millrace.daemon.spi.ConfigException at the option that is wrong
   */
  public static BrokerConnection from(Options options, PipelineContext context) {
    return from(
        options,
        context.source().isEmpty()
            ? Optional.of(anywhere())
            : neighbour(context).map(BrokerConnected::connection));
  }

  /** The pipeline's source, if it is a queue. */
  public static Optional<BrokerConnected> neighbour(PipelineContext context) {
    return context
        .source()
        .filter(BrokerConnected.class::isInstance)
        .map(BrokerConnected.class::cast);
  }

  private static BrokerConnection from(Options options, Optional<BrokerConnection> neighbour) {
    List<String> addresses = options.texts("brokers");
    BrokerConnection own =
        new BrokerConnection(
            addresses,
            options.optionalText("user"),
            options.secret("password"),
            options.has("mechanism")
                ? Optional.of(options.choice("mechanism", Mechanism.class, Mechanism.SCRAM_SHA_256))
                : Optional.empty(),
            tls(options),
            options.optionalDuration("timeout"),
            options.optionalDuration("heartbeat"),
            limits(options));
    own.check(options);
    if (addresses.isEmpty()) {
      return neighbour.map(own::or).orElseThrow(() -> options.error("brokers", REMEDY));
    }
    return own;
  }

  private static Optional<FrameLimits> limits(Options options) {
    FrameLimits usual = FrameLimits.DEFAULT;
    int bodyBytes = (int) options.size("max-message-size", usual.bodyBytes(), 1, 1 << 30);
    return options.has("max-message-size")
        ? Optional.of(new FrameLimits(bodyBytes, usual.headerBytes(), usual.nameBytes()))
        : Optional.empty();
  }

  private static Optional<Consumer<MillraceClientBuilder>> tls(Options options) {
    if (!options.has("tls")) {
      return Optional.empty();
    }
    Options tls = options.options("tls");
    Optional<Path> authority = tls.optionalText("ca").map(Path::of);
    check(tls, "ca", () -> authority.ifPresent(file -> MillraceClient.builder().tls(file)));
    return Optional.of(client -> authority.ifPresentOrElse(file -> client.tls(file), client::tls));
  }

  private void check(Options options) {
    if (user.isPresent() != password.isPresent()) {
      throw options.error(
          user.isPresent() ? "password" : "user",
          "a user has a password; name a variable, as in ${BROKER_PASSWORD}, or let the variable of"
              + " this key with _FILE name a file");
    }
    MillraceClientBuilder client = MillraceClient.builder();
    check(options, "brokers", () -> client.addresses(addresses));
    check(options, "timeout", () -> timeout.ifPresent(client::timeout));
    check(options, "heartbeat", () -> heartbeat.ifPresent(client::heartbeat));
  }

  private static void check(Options options, String key, Runnable setting) {
    try {
      setting.run();
    } catch (IllegalArgumentException e) {
      throw options.error(key, String.valueOf(e.getMessage()));
    }
  }

  private BrokerConnection or(BrokerConnection other) {
    boolean hasLogin = user.isPresent();
    return new BrokerConnection(
        other.addresses,
        hasLogin ? user : other.user,
        hasLogin ? password : other.password,
        mechanism.or(other::mechanism),
        tls.or(other::tls),
        timeout.or(other::timeout),
        heartbeat.or(other::heartbeat),
        limits.or(other::limits));
  }

  /** Tells a client all of it. */
  public void describeTo(MillraceClientBuilder client) {
    client.addresses(addresses);
    if (user.isPresent() && password.isPresent()) {
      client.user(user.get(), password.get());
    }
    mechanism.ifPresent(client::mechanism);
    tls.ifPresent(setting -> setting.accept(client));
    timeout.ifPresent(client::timeout);
    heartbeat.ifPresent(client::heartbeat);
    limits.ifPresent(client::limits);
  }

  /** What an operator calls the place; no credentials. */
  @Override
  public String toString() {
    return String.join(", ", addresses);
  }
}
