package io.millrace.daemon.amqp;

import io.millrace.amqp.connection.AmqpLocation;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Where a broker is and how to log in there: the options {@code brokers}, {@code user}, {@code
 * password}, {@code vhost}, {@code tls}, {@code timeout}, {@code heartbeat} and {@code
 * max-message-size}.
 *
 * @param addresses of which the first that answers is used
 * @param login empty for that of the addresses, or {@code guest}
 * @param virtualHost empty for that of the addresses, or {@code /}
 * @param tls how a location is told of it; empty for none, unless an address says so
 * @param timeout of connecting and of answers; empty for the adapter's own
 * @param heartbeat the longest silence; empty for the adapter's own
 * @param maxMessageBytes empty for the adapter's own
 */
public record AmqpConnection(
    List<String> addresses,
    Optional<Login> login,
    Optional<String> virtualHost,
    Optional<Consumer<AmqpLocation>> tls,
    Optional<Duration> timeout,
    Optional<Duration> heartbeat,
    OptionalInt maxMessageBytes) {
  private static final String REMEDY =
      "say where the broker is, as in brokers: b1:5672, or amqps://b1/shop";

  /** Who we are. */
  record Login(String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return user;
    }
  }

  /** Stands for the place of a source that has a mistake; nobody connects to it. */
  private static final AmqpConnection ANYWHERE =
      new AmqpConnection(
          List.of("localhost"),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty());

  /**
   * Reads the options of a source, which must say where the broker is.
   *
   * @throws io.millrace.daemon.spi.ConfigException at the option that is wrong
   */
  public static AmqpConnection from(Options options) {
    return from(options, Optional.empty());
  }

  /**
   * Reads the options of a sink; where they do not say where the broker is, it is that of the
   * pipeline's source, if there is one, and so is all else that is not said.
   *
   * @throws io.millrace.daemon.spi.ConfigException at the option that is wrong
   */
  public static AmqpConnection from(Options options, PipelineContext context) {
    Optional<AmqpConnection> beside =
        context.source().isEmpty()
            ? Optional.of(ANYWHERE)
            : neighbour(context).map(AmqpConnected::connection);
    return from(options, beside);
  }

  /** The pipeline's source, if it is a queue. */
  public static Optional<AmqpConnected> neighbour(PipelineContext context) {
    return context.source().flatMap(AmqpConnection::asConnected);
  }

  private static Optional<AmqpConnected> asConnected(Object source) {
    return source instanceof AmqpConnected connected ? Optional.of(connected) : Optional.empty();
  }

  private static AmqpConnection from(Options options, Optional<AmqpConnection> beside) {
    AmqpConnection own =
        new AmqpConnection(
            options.texts("brokers"),
            login(options),
            options.optionalText("vhost"),
            tls(options),
            options.optionalDuration("timeout"),
            options.optionalDuration("heartbeat"),
            maxMessageBytes(options));
    own.check(options);
    if (!own.addresses.isEmpty()) {
      return own;
    }
    return beside.map(own::or).orElseThrow(() -> options.error("brokers", REMEDY));
  }

  private static Optional<Login> login(Options options) {
    Optional<String> user = options.optionalText("user");
    Optional<String> password = options.secret("password");
    if (user.isPresent() != password.isPresent()) {
      throw options.error(
          user.isPresent() ? "password" : "user",
          "a user has a password; name a variable, as in ${AMQP_PASSWORD}, or let the variable of"
              + " this key with _FILE name a file");
    }
    return user.flatMap(name -> password.map(secret -> new Login(name, secret)));
  }

  private static OptionalInt maxMessageBytes(Options options) {
    int bytes = (int) options.size("max-message-size", 64 << 20, 1, 1 << 30);
    return options.has("max-message-size") ? OptionalInt.of(bytes) : OptionalInt.empty();
  }

  private static Optional<Consumer<AmqpLocation>> tls(Options options) {
    if (!options.has("tls")) {
      return Optional.empty();
    }
    Options tls = options.options("tls");
    Optional<Path> authority = tls.optionalText("ca").map(Path::of);
    Consumer<AmqpLocation> setting =
        location -> authority.ifPresentOrElse(location::tls, location::tls);
    attempt(tls, "ca", () -> setting.accept(new AmqpLocation()));
    return Optional.of(setting);
  }

  private void check(Options options) {
    AmqpLocation location = new AmqpLocation();
    attempt(options, "brokers", () -> addresses.forEach(location::address));
    attempt(options, "timeout", () -> timeout.ifPresent(location::timeout));
    attempt(options, "heartbeat", () -> heartbeat.ifPresent(location::heartbeat));
  }

  private static void attempt(Options options, String key, Runnable setting) {
    try {
      setting.run();
    } catch (IllegalArgumentException e) {
      throw options.error(key, String.valueOf(e.getMessage()));
    }
  }

  private AmqpConnection or(AmqpConnection other) {
    return new AmqpConnection(
        other.addresses,
        login.or(other::login),
        virtualHost.or(other::virtualHost),
        tls.or(other::tls),
        timeout.or(other::timeout),
        heartbeat.or(other::heartbeat),
        maxMessageBytes.isPresent() ? maxMessageBytes : other.maxMessageBytes);
  }

  /** Tells a location all of it. */
  public void describeTo(AmqpLocation location) {
    addresses.forEach(location::address);
    login.ifPresent(who -> location.user(who.user(), who.password()));
    virtualHost.ifPresent(location::virtualHost);
    tls.ifPresent(setting -> setting.accept(location));
    timeout.ifPresent(location::timeout);
    heartbeat.ifPresent(location::heartbeat);
    maxMessageBytes.ifPresent(location::maxMessageBytes);
  }

  /** What an operator calls the place; no credentials. */
  @Override
  public String toString() {
    AmqpLocation location = new AmqpLocation();
    describeTo(location);
    return location.toShare().toString();
  }
}
