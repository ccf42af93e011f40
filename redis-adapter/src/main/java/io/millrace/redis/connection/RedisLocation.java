package io.millrace.redis.connection;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.SslOptions;

/**
 * Collects where Redis is and how to connect. For one server its address suffices.
 *
 * <p>Not safe for several threads.
 */
public final class RedisLocation {
  private static final int PORT = 6379;
  private static final int SENTINEL_PORT = 26379;

  private final List<HostAndPort> nodes = new ArrayList<>();
  private @Nullable String master;
  private boolean cluster;
  private @Nullable String user;
  private @Nullable String password;
  private @Nullable String sentinelUser;
  private @Nullable String sentinelPassword;
  private @Nullable SslOptions tls;
  private boolean sentinelTls;
  private int database;
  private Duration timeout = Duration.ofSeconds(2);
  private String clientName = "millrace";

  /**
   * The address of a server, a Sentinel or a node of the cluster: {@code host}, {@code host:port},
   * or {@code redis[s]://[user[:password]@]host[:port][/database]}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public RedisLocation address(String address) {
    if (!address.contains("://")) {
      nodes.add(hostAndPort(address));
      return this;
    }
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException e) {
      // Not the cause: its message holds the whole address, which may hold a password.
      throw new IllegalArgumentException("not an address of Redis: " + e.getReason());
    }
    boolean isTls = "rediss".equals(uri.getScheme());
    if (uri.getHost() == null || !(isTls || "redis".equals(uri.getScheme()))) {
      throw new IllegalArgumentException("not an address of Redis: it begins redis://host");
    }
    if (isTls && tls == null) {
      tls = SslOptions.defaults();
    }
    credentials(uri);
    String path = uri.getPath();
    if (path != null && path.length() > 1) {
      database(number(path.substring(1)));
    }
    nodes.add(new HostAndPort(uri.getHost(), uri.getPort()));
    return this;
  }

  private void credentials(URI uri) {
    String both = uri.getUserInfo();
    if (both == null) {
      return;
    }
    int colon = both.indexOf(':');
    if (colon < 0) {
      user = both;
      return;
    }
    user = colon == 0 ? user : both.substring(0, colon);
    password = both.substring(colon + 1);
  }

  private static HostAndPort hostAndPort(String address) {
    int colon = address.lastIndexOf(':');
    boolean hasPort = colon >= 0 && colon > address.lastIndexOf(']');
    String host = hasPort ? address.substring(0, colon) : address;
    if (host.isEmpty()) {
      throw new IllegalArgumentException("an address of Redis needs a host: '" + address + "'");
    }
    return new HostAndPort(host, hasPort ? number(address.substring(colon + 1)) : -1);
  }

  private static int number(String text) {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a number in an address of Redis: '" + text + "'", e);
    }
  }

  /** The addresses are those of Sentinels, which know the master by this name. */
  public RedisLocation sentinel(String masterName) {
    master = requireNonNull(masterName);
    return this;
  }

  /** The addresses are those of nodes of a cluster. */
  public RedisLocation cluster() {
    cluster = true;
    return this;
  }

  /** An ACL user; without one the password is the default user's. */
  public RedisLocation user(String value) {
    user = requireNonNull(value);
    return this;
  }

  public RedisLocation password(String value) {
    password = requireNonNull(value);
    return this;
  }

  /** What Sentinels want, where that is something else than the servers do: by default nothing. */
  public RedisLocation sentinelCredentials(Optional<String> name, String secret) {
    sentinelUser = name.orElse(null);
    sentinelPassword = requireNonNull(secret);
    return this;
  }

  /** Encrypts, with the certificates that the JVM trusts unless told otherwise. */
  public RedisLocation tls(SslOptions options) {
    tls = requireNonNull(options);
    return this;
  }

  /**
   * Encrypts, and trusts the certificates of a PEM file and no others.
   *
   * @throws IllegalArgumentException if the file cannot be read or has no certificates
   */
  public RedisLocation tls(Path trustedCertificates) {
    return tls(PemTrust.of(trustedCertificates));
  }

  /** Encrypts the connections to Sentinels as well. */
  public RedisLocation sentinelTls() {
    sentinelTls = true;
    return this;
  }

  /** One of the server's databases; 0 unless set, and always in a cluster. */
  public RedisLocation database(int value) {
    if (value < 0) {
      throw new IllegalArgumentException("database must not be negative, got " + value);
    }
    database = value;
    return this;
  }

  /** How long connecting may take, and each answer; 2 s unless set. */
  public RedisLocation timeout(Duration value) {
    if (value.compareTo(Duration.ofMillis(10)) < 0) {
      throw new IllegalArgumentException("timeout must be at least 10 ms, got " + value);
    }
    timeout = value;
    return this;
  }

  public Duration timeout() {
    return timeout;
  }

  /** What {@code CLIENT LIST} shows; {@code millrace} unless set. */
  public RedisLocation clientName(String value) {
    clientName = requireNonNull(value);
    return this;
  }

  /**
   * @throws IllegalArgumentException when parts are missing or contradict each other
   */
  public RedisServers toServers() {
    LinkSettings settings =
        new LinkSettings(
            Optional.ofNullable(user),
            Optional.ofNullable(password),
            Optional.ofNullable(tls),
            database,
            timeout,
            clientName);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("name a server");
    }
    if (master != null && cluster) {
      throw new IllegalArgumentException("a cluster needs no Sentinels: name one or the other");
    }
    if (master != null) {
      return new SentinelMaster(master, nodes(SENTINEL_PORT), settings, sentinelSettings());
    }
    if (cluster) {
      if (database != 0) {
        throw new IllegalArgumentException("a cluster has database 0 only, not " + database);
      }
      return new Cluster(nodes(PORT), settings);
    }
    if (nodes.size() > 1) {
      throw new IllegalArgumentException(
          "several servers are a cluster or Sentinels: say which, of " + nodes);
    }
    return new SingleServer(nodes(PORT).get(0), settings);
  }

  private LinkSettings sentinelSettings() {
    return new LinkSettings(
        Optional.ofNullable(sentinelUser),
        Optional.ofNullable(sentinelPassword),
        sentinelTls ? Optional.ofNullable(tls) : Optional.empty(),
        0,
        timeout,
        clientName);
  }

  private List<HostAndPort> nodes(int defaultPort) {
    return nodes.stream()
        .map(node -> node.getPort() < 0 ? new HostAndPort(node.getHost(), defaultPort) : node)
        .toList();
  }
}
