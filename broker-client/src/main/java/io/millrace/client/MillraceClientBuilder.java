package io.millrace.client;

import static java.util.Objects.requireNonNull;

import io.millrace.client.codec.FrameLimits;
import io.millrace.queue.retry.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Collects what a {@link MillraceClient} is made of. An address must be named; the rest has
 * defaults.
 *
 * <p>Not safe for several threads.
 */
public final class MillraceClientBuilder {
  private static final Duration LONGEST_HEARTBEAT = Duration.ofMinutes(10);

  private final List<Address> addresses = new ArrayList<>();
  private Optional<Login> login = Optional.empty();
  private Duration timeout = Duration.ofSeconds(10);
  private Duration heartbeat = Duration.ofSeconds(60);
  private Duration firstPause = Duration.ofMillis(100);
  private Duration longestPause = Duration.ofSeconds(10);
  private int idle = 2;
  private int threads = 1;
  private FrameLimits limits = FrameLimits.DEFAULT;
  private WindowSize window = WindowSize.DEFAULT;
  private Resend resend = Resend.NEVER;

  MillraceClientBuilder() {}

  /**
   * Where the broker listens: {@code host:port}, {@code [::1]:port}, or with a slash in it the path
   * of a unix socket. Of several the first that lets the client in is used.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public MillraceClientBuilder address(String address) {
    addresses.add(new Address(address));
    return this;
  }

  /** Several, as {@link #address}. */
  public MillraceClientBuilder addresses(Collection<String> all) {
    all.forEach(this::address);
    return this;
  }

  /** Who logs in; nobody unless set, for a broker that asks nobody. */
  public MillraceClientBuilder user(String name, String password) {
    login = Optional.of(new PlainLogin(requireNonNull(name), requireNonNull(password)));
    return this;
  }

  /**
   * For how long to wait until a connection stands, and for answers of the broker but to publishes;
   * 10 s unless set.
   */
  public MillraceClientBuilder timeout(Duration value) {
    timeout = atLeastOneMilli(value, "timeout");
    return this;
  }

  /**
   * After which silence a sign of life is sent; 60 s unless set. Less than one and a half of the
   * broker's keepalives.
   */
  public MillraceClientBuilder heartbeat(Duration value) {
    if (value.compareTo(LONGEST_HEARTBEAT) > 0) {
      throw new IllegalArgumentException("heartbeat must be at most 10 min, got " + value);
    }
    heartbeat = atLeastOneMilli(value, "heartbeat");
    return this;
  }

  /** The pause before another try to connect: doubles from the first to the longest. */
  public MillraceClientBuilder pauses(Duration first, Duration longest) {
    if (longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("pauses from %s to %s".formatted(first, longest));
    }
    firstPause = atLeastOneMilli(first, "the first pause");
    longestPause = longest;
    return this;
  }

  /** How many connections are kept that nobody uses; 2 unless set. */
  public MillraceClientBuilder idleConnections(int value) {
    if (value < 0) {
      throw new IllegalArgumentException("idleConnections must not be negative, got " + value);
    }
    idle = value;
    return this;
  }

  /** How many threads serve the connections; 1 unless set. */
  public MillraceClientBuilder threads(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + value);
    }
    threads = value;
    return this;
  }

  /**
   * How much each publisher has under way at most; 8,192 messages and 4 MiB unless set. One message
   * always fits.
   */
  public MillraceClientBuilder window(int messages, long bytes) {
    window = new WindowSize(messages, bytes);
    return this;
  }

  /** What becomes of publishes when a connection is lost; they fail unless set. */
  public MillraceClientBuilder resend(Resend value) {
    resend = requireNonNull(value);
    return this;
  }

  /** How large names and bodies may be; as the broker has it, by default. */
  public MillraceClientBuilder limits(FrameLimits value) {
    limits = requireNonNull(value);
    return this;
  }

  /**
   * Makes the client; does not connect.
   *
   * @throws IllegalArgumentException if no address is named
   */
  public MillraceClient build() {
    check();
    return new MillraceClient(
        new ClientSettings(
            addresses,
            login,
            timeout,
            heartbeat,
            new Backoff(firstPause, longestPause, 0.2, new Random()),
            threads,
            idle,
            limits,
            window,
            resend));
  }

  /**
   * Whether a client can be made, for those who make it later.
   *
   * @throws IllegalArgumentException as {@link #build} does
   */
  public void check() {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("name the broker's address");
    }
  }

  private static Duration atLeastOneMilli(Duration value, String name) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(name + " must be at least 1 ms, got " + value);
    }
    return value;
  }
}
