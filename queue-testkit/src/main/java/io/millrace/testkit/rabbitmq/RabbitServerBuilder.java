package io.millrace.testkit.rabbitmq;

import io.millrace.testkit.server.LoopbackPorts;
import io.millrace.testkit.server.ServerDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link RabbitServer} is made of. Not safe for several threads. */
public final class RabbitServerBuilder {
  private final List<String> lines = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private Duration startTimeout = Duration.ofMinutes(2);
  private @Nullable Path parentDirectory;
  private boolean hasTls;

  RabbitServerBuilder() {}

  /** A line of its {@code rabbitmq.conf}, such as {@code consumer_timeout = 5000}. */
  public RabbitServerBuilder option(String line) {
    lines.add(line);
    return this;
  }

  /**
   * An argument of its Erlang machine, for what {@code rabbitmq.conf} has no name for, such as
   * {@code -rabbit channel_tick_interval 500}.
   */
  public RabbitServerBuilder argument(String value) {
    arguments.add(value);
    return this;
  }

  /**
   * Closes the channel of a consumer that has had a message for so long without settling it; looks
   * for such consumers ten times in that time.
   */
  public RabbitServerBuilder consumerTimeout(Duration value) {
    return option("consumer_timeout = " + value.toMillis())
        .argument("-rabbit channel_tick_interval " + Math.max(1, value.toMillis() / 10));
  }

  /** Takes connections with TLS too, at a second port, by a certificate made for it. */
  public RabbitServerBuilder tls() {
    hasTls = true;
    return this;
  }

  /** Where the server makes its temporary directory; by default where this JVM has its own. */
  public RabbitServerBuilder parentDirectory(Path value) {
    parentDirectory = value;
    return this;
  }

  /** How long {@link RabbitServer#start} waits; 2 minutes by default, for a machine under load. */
  public RabbitServerBuilder startTimeout(Duration value) {
    startTimeout = value;
    return this;
  }

  /**
   * The server, not started. Takes three ports and a directory.
   *
   * @throws IllegalStateException with the remedy when this machine has no rabbitmq-server
   */
  public RabbitServer build() {
    RabbitPrograms programs = RabbitPrograms.find();
    ServerDirectory directory =
        ServerDirectory.create("millrace-rabbitmq-", Optional.ofNullable(parentDirectory));
    List<String> all = new ArrayList<>(lines);
    Optional<RabbitTls> tls = hasTls ? Optional.of(RabbitTls.create(directory)) : Optional.empty();
    tls.ifPresent(it -> all.addAll(it.options()));
    NodeSettings settings =
        new NodeSettings(
            directory,
            LoopbackPorts.free(),
            LoopbackPorts.free(),
            LoopbackPorts.free(),
            all,
            arguments);
    settings.write();
    return new RabbitServer(programs, settings, tls, startTimeout);
  }
}
