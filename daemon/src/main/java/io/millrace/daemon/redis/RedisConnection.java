package io.millrace.daemon.redis;

import io.millrace.daemon.spi.Options;
import io.millrace.redis.connection.RedisLocation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.SslOptions;

/**
 * Where Redis is and how to log in there: the options of {@link RedisPlace}, {@code user}, {@code
 * password}, {@code tls}, {@code database}, {@code timeout}, and {@code sentinel-user}, {@code
 * sentinel-password}, {@code sentinel-tls}.
 *
 * @param database empty for that of the uri, or 0
 * @param timeout of connecting and of each answer
 */
public record RedisConnection(
    RedisPlace place,
    Login login,
    Login sentinelLogin,
    Optional<SslOptions> tls,
    boolean isSentinelTls,
    Optional<Integer> database,
    Optional<Duration> timeout) {

  private static final String NEEDS_SENTINELS =
      "has no meaning without sentinels: [...]; leave it out";

  /** Who we are; either may be left out. */
  record Login(Optional<String> user, Optional<String> password) {
    private static Login from(Options options, String prefix) {
      Login login =
          new Login(options.optionalText(prefix + "user"), options.secret(prefix + "password"));
      if (login.user.isPresent() && login.password.isEmpty()) {
        throw options.error(
            prefix + "password",
            "a user has a password; name a variable, as in ${REDIS_PASSWORD}, or let the variable of"
                + " this key with _FILE name a file");
      }
      return login;
    }

    private Login or(Login other) {
      return user.isPresent() || password.isPresent() ? this : other;
    }

    /** Without the password. */
    @Override
    public String toString() {
      return user.orElse("default");
    }
  }

  /** Stands for the place of a source that has a mistake; nobody connects to it. */
  public static RedisConnection anywhere() {
    Login nobody = new Login(Optional.empty(), Optional.empty());
    return new RedisConnection(
        new RedisPlace(List.of("localhost"), Optional.empty(), false),
        nobody,
        nobody,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Reads the options of a source, which must say where Redis is.
   *
   * @throws io.millrace.daemon.spi.ConfigException at the option that is wrong
   */
  public static RedisConnection from(Options options) {
    return from(options, Optional.empty());
  }

  /**
   * Reads the options; where they do not say where Redis is, it is where {@code neighbour} says,
   * and so are the login, and all else that is not said.
   *
   * @throws io.millrace.daemon.spi.ConfigException at the option that is wrong
   */
  public static RedisConnection from(Options options, Optional<RedisConnection> neighbour) {
    Optional<RedisPlace> place = RedisPlace.from(options);
    RedisConnection own =
        new RedisConnection(
            place
                .or(() -> neighbour.map(RedisConnection::place))
                .orElseThrow(() -> options.error("server", RedisPlace.remedy())),
            Login.from(options, ""),
            Login.from(options, "sentinel-"),
            PemStores.from(options, "tls"),
            options.flag("sentinel-tls", false),
            options.has("database")
                ? Optional.of(options.integer("database", 0, 0, Integer.MAX_VALUE))
                : Optional.empty(),
            options.optionalDuration("timeout"));
    own.check(options);
    return place.isPresent() ? own : neighbour.map(own::or).orElse(own);
  }

  private void check(Options options) {
    if (timeout.isPresent() && timeout.get().toMillis() < 10) {
      throw options.error("timeout", "must be at least 10ms");
    }
    if (place.isCluster() && database.orElse(0) != 0) {
      throw options.error("database", "a cluster has database 0 only; leave it out");
    }
    if (place.master().isPresent()) {
      if (isSentinelTls && tls.isEmpty()) {
        throw options.error("sentinel-tls", "needs tls: {} for the servers as well");
      }
    } else {
      for (String key : new String[] {"sentinel-user", "sentinel-password"}) {
        if (options.has(key)) {
          throw options.error(key, NEEDS_SENTINELS);
        }
      }
      if (isSentinelTls) {
        throw options.error("sentinel-tls", NEEDS_SENTINELS);
      }
    }
    try {
      describeTo(new RedisLocation()).toServers().close();
    } catch (IllegalArgumentException e) {
      throw options.error(options.has("uri") ? "uri" : "", String.valueOf(e.getMessage()));
    }
  }

  private RedisConnection or(RedisConnection other) {
    return new RedisConnection(
        place,
        login.or(other.login),
        sentinelLogin.or(other.sentinelLogin),
        tls.or(other::tls),
        isSentinelTls || other.isSentinelTls,
        database.or(other::database),
        timeout.or(other::timeout));
  }

  /** Tells a client of the adapter all of it; answers the same location. */
  public RedisLocation describeTo(RedisLocation location) {
    place.describeTo(location);
    login.user().ifPresent(location::user);
    login.password().ifPresent(location::password);
    sentinelLogin
        .password()
        .ifPresent(secret -> location.sentinelCredentials(sentinelLogin.user(), secret));
    tls.ifPresent(location::tls);
    if (isSentinelTls) {
      location.sentinelTls();
    }
    database.ifPresent(location::database);
    timeout.ifPresent(location::timeout);
    return location;
  }

  /** What an operator calls the place; no credentials. */
  @Override
  public String toString() {
    return describeTo(new RedisLocation()).toServers().toString();
  }
}
