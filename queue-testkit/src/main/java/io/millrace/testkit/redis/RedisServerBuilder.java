package io.millrace.testkit.redis;

import io.millrace.testkit.server.LoopbackPorts;
import io.millrace.testkit.server.ServerDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a {@link RedisServer} in a process of its own is made of. */
public final class RedisServerBuilder {
  /** With which this package is let in where nobody else is. */
  private static final List<String> OWN_LOGIN =
      List.of("AUTH", "millrace-testkit", UUID.randomUUID().toString());

  private final List<String> lines = new ArrayList<>();
  private Duration startTimeout = Duration.ofSeconds(30);
  private @Nullable Path executable;
  private @Nullable Path parentDirectory;
  private int port;
  private boolean isSentinel;
  private boolean hasTls;
  private boolean isClosed;

  RedisServerBuilder() {}

  /**
   * A line of its configuration, as {@code redis.conf} has it, which wins over what this package
   * sets.
   */
  public RedisServerBuilder option(String line) {
    lines.add(line);
    return this;
  }

  /** Every write is in a file, and on disk, before it is answered: {@code appendfsync always}. */
  public RedisServerBuilder durable() {
    return option("appendonly yes").option("appendfsync always");
  }

  /**
   * Refuses or evicts, as the policy says, once it holds so much; for example {@code noeviction}.
   */
  public RedisServerBuilder maxMemory(long bytes, String policy) {
    return option("maxmemory " + bytes).option("maxmemory-policy " + policy);
  }

  /** Takes connections with TLS too, at a second port, by a certificate made for it. */
  public RedisServerBuilder tls() {
    hasTls = true;
    return this;
  }

  /** Adds a user with a password and rules such as {@code ~jobs:* +@all}. */
  public RedisServerBuilder user(String name, String password, String rules) {
    return option("user " + name + " on >" + password + " " + rules);
  }

  /** Lets in only those who log in as a {@link #user}. */
  public RedisServerBuilder usersOnly() {
    isClosed = true;
    return this;
  }

  /** It is to watch others, as a sentinel. */
  RedisServerBuilder watching() {
    isSentinel = true;
    return this;
  }

  /** The program; by default what {@link RedisExtension} says. */
  public RedisServerBuilder executable(Path value) {
    executable = value;
    return this;
  }

  /** Where the server makes its temporary directory; by default where this JVM has its own. */
  public RedisServerBuilder parentDirectory(Path value) {
    parentDirectory = value;
    return this;
  }

  /** Where it listens; by default at a free port. */
  public RedisServerBuilder port(int value) {
    port = value;
    return this;
  }

  /** How long {@link RedisServer#start} waits; 30 seconds by default, for a machine under load. */
  public RedisServerBuilder startTimeout(Duration value) {
    startTimeout = value;
    return this;
  }

  /**
   * The server, not started. Takes a port and a directory.
   *
   * @throws IllegalStateException with the remedy when this machine has no redis-server
   */
  public RedisServer build() {
    RedisExecutable program =
        executable == null ? ServerChoice.executable() : RedisExecutable.of(executable);
    ServerDirectory directory =
        ServerDirectory.create("millrace-redis-", Optional.ofNullable(parentDirectory));
    ServerAddress address =
        new ServerAddress(
            port == 0 ? LoopbackPorts.free() : port, isClosed ? OWN_LOGIN : List.of());
    Optional<Tls> tls = hasTls ? Optional.of(Tls.create(directory)) : Optional.empty();
    List<String> more = new ArrayList<>();
    tls.ifPresent(it -> more.addAll(it.options()));
    if (isClosed) {
      // With the rights of it an append-only file is read back: without any, Redis 7.0 forgets what
      // scripts and transactions have written.
      more.add("user default off ~* &* +@all");
      more.add("user " + OWN_LOGIN.get(1) + " on >" + OWN_LOGIN.get(2) + " ~* &* +@all");
    }
    more.addAll(lines);
    return new ForkedRedisServer(
        new ServerProgram(program, isSentinel, address.port(), more),
        directory,
        address,
        tls,
        startTimeout);
  }
}
