package io.millrace.amqp.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Collects where a broker is and how to log in there. Its address suffices.
 *
 * <p>Not safe for several threads.
 */
public final class AmqpLocation {
  private static final int PORT = 5672;
  private static final int TLS_PORT = 5671;
  private static final int NO_PORT = -1;

  private final List<Address> addresses = new ArrayList<>();
  private @Nullable SSLContext tls;
  private String user = "guest";
  private String password = "guest";
  private String virtualHost = "/";
  private String name = "millrace";
  private Duration timeout = Duration.ofSeconds(10);
  private Duration heartbeat = Duration.ofSeconds(60);
  private int maxMessageBytes = 64 << 20;

  /**
   * The address of a broker: {@code host}, {@code host:port}, or {@code
   * amqp[s]://[user:password@]host[:port][/virtual-host]}, where a virtual host called {@code /} is
   * written {@code %2F} or left out. Of several the first that answers is used.
   *
   * @throws IllegalArgumentException if it is none
   */
  public AmqpLocation address(String address) {
    if (!address.contains("://")) {
      return plainAddress(address);
    }
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException e) {
      // Not the cause: its message holds the whole address, which may hold a password.
      throw new IllegalArgumentException("not an address of a broker: " + e.getReason());
    }
    boolean isTls = "amqps".equals(uri.getScheme());
    if (uri.getHost() == null || !(isTls || "amqp".equals(uri.getScheme()))) {
      throw new IllegalArgumentException("not an address of a broker: it begins amqp://host");
    }
    if (isTls && tls == null) {
      tls();
    }
    logIn(uri);
    String path = uri.getPath();
    if (path != null && path.length() > 1) {
      virtualHost = path.substring(1);
    }
    addresses.add(new Address(uri.getHost(), uri.getPort()));
    return this;
  }

  private AmqpLocation plainAddress(String address) {
    int colon = address.lastIndexOf(':');
    boolean hasPort = colon >= 0 && colon > address.lastIndexOf(']');
    String host = hasPort ? address.substring(0, colon) : address;
    if (host.isEmpty()) {
      throw new IllegalArgumentException("an address of a broker needs a host: '" + address + "'");
    }
    addresses.add(new Address(host, hasPort ? port(address.substring(colon + 1)) : NO_PORT));
    return this;
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port <= 0xFFFF) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a port: '" + text + "'", e);
    }
    throw new IllegalArgumentException("not a port: '" + text + "'");
  }

  private void logIn(URI uri) {
    String both = uri.getRawUserInfo();
    if (both == null) {
      return;
    }
    int colon = both.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("a user in an address has a password: user:password@host");
    }
    user(decoded(both.substring(0, colon)), decoded(both.substring(colon + 1)));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  /** Who logs in; {@code guest}, password {@code guest}, unless set. */
  public AmqpLocation user(String newUser, String newPassword) {
    user = requireNonNull(newUser);
    password = requireNonNull(newPassword);
    return this;
  }

  /** {@code /} unless set. */
  public AmqpLocation virtualHost(String value) {
    virtualHost = requireNonNull(value);
    return this;
  }

  /** Encrypts, with the certificates that the JVM trusts; the broker's must name its host. */
  public AmqpLocation tls() {
    try {
      return tls(SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("this JVM has no TLS", e);
    }
  }

  /**
   * Encrypts, and trusts the certificates of a PEM file and no others.
   *
   * @throws IllegalArgumentException if the file cannot be read or has no certificates
   */
  public AmqpLocation tls(Path trustedCertificates) {
    return tls(PemTrust.contextOf(trustedCertificates));
  }

  /** Encrypts; for certificates of our own. The broker's must name its host. */
  public AmqpLocation tls(SSLContext context) {
    tls = requireNonNull(context);
    return this;
  }

  /** How long connecting may take, and each answer; 10 s unless set. */
  public AmqpLocation timeout(Duration value) {
    if (value.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException("timeout must be at least 100 ms, got " + value);
    }
    timeout = value;
    return this;
  }

  public Duration timeout() {
    return timeout;
  }

  /**
   * A broker that is silent for longer, and up to as long again, is taken as lost; 60 s unless set,
   * or less where the broker wants that. In whole seconds, at least one.
   */
  public AmqpLocation heartbeat(Duration value) {
    if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.toSeconds() > 0xFFFF) {
      throw new IllegalArgumentException("heartbeat must be 1 s to 65,535 s, got " + value);
    }
    heartbeat = value;
    return this;
  }

  /**
   * A connection that brings a larger message is ended, before memory is taken for it; 64 MiB
   * unless set.
   */
  public AmqpLocation maxMessageBytes(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("maxMessageBytes must be at least 1, got " + value);
    }
    maxMessageBytes = value;
    return this;
  }

  /** What the broker lists the connection as; {@code millrace} unless set. */
  public AmqpLocation name(String value) {
    name = requireNonNull(value);
    return this;
  }

  /**
   * The connection that this describes; not opened.
   *
   * @throws IllegalArgumentException when there is no address
   */
  public ConnectionShare toShare() {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("name a broker");
    }
    int usual = tls == null ? PORT : TLS_PORT;
    List<Address> places =
        addresses.stream()
            .map(each -> each.getPort() == NO_PORT ? new Address(each.getHost(), usual) : each)
            .toList();
    return new ConnectionShare(factory(), places, name, timeout);
  }

  private ConnectionFactory factory() {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUsername(user);
    factory.setPassword(password);
    factory.setVirtualHost(virtualHost);
    int millis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
    factory.setConnectionTimeout(millis);
    factory.setHandshakeTimeout(millis);
    factory.setChannelRpcTimeout(millis);
    factory.setShutdownTimeout(millis);
    factory.setRequestedHeartbeat((int) heartbeat.toSeconds());
    factory.setMaxInboundMessageBodySize(maxMessageBytes);
    // Both have gaps: a channel that is closed alone, a topology that cannot be declared again.
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setExceptionHandler(new ClientTrouble());
    if (tls != null) {
      factory.useSslProtocol(tls);
      factory.enableHostnameVerification();
    }
    return factory;
  }
}
