package io.millrace.redis.connection;

import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;

/**
 * How to connect to a server.
 *
 * @param user the ACL user; without one the password is the default user's
 * @param tls none for plain text
 * @param database 0 in a cluster
 * @param timeout for connecting, and for each answer
 * @param clientName what {@code CLIENT LIST} shows
 */
public record LinkSettings(
    Optional<String> user,
    Optional<String> password,
    Optional<SslOptions> tls,
    int database,
    Duration timeout,
    String clientName) {

  /** These for Jedis. */
  public JedisClientConfig toConfig() {
    int millis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .resp2()
            .connectionTimeoutMillis(millis)
            .socketTimeoutMillis(millis)
            .database(database)
            .clientName(clientName);
    user.ifPresent(config::user);
    password.ifPresent(config::password);
    tls.ifPresent(options -> config.sslOptions(options));
    return config.build();
  }

  /** Without credentials, which must not stand in a log. */
  @Override
  public String toString() {
    return "LinkSettings[user=" + user.orElse("default") + ", tls=" + tls.isPresent() + "]";
  }
}
