package io.millrace.testkit.kafka;

import io.millrace.testkit.server.FrozenProcess;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A broker in a JVM of its own, on ports of the loopback address and in a directory of its own. */
final class ForkedKafkaBroker implements KafkaBroker {
  private final ChildJvm jvm;
  private final BrokerFiles files;
  private final BrokerPorts ports = BrokerPorts.free();
  private final boolean hasSasl;
  private final boolean hasTls;
  private final Map<String, String> properties;

  /** Ends the broker with this JVM, also while it is paused. */
  private final Thread endWithJvm = new Thread(this::end, "kafka-broker-end");

  private @Nullable Process process;
  private @Nullable FrozenProcess frozen;

  ForkedKafkaBroker(
      ChildJvm jvm,
      BrokerFiles files,
      Optional<SaslUser> sasl,
      Optional<TlsKey> tls,
      Map<String, String> overrides) {
    this.jvm = jvm;
    this.files = files;
    hasSasl = sasl.isPresent();
    hasTls = tls.isPresent();
    properties = BrokerProperties.of(files, ports, sasl, tls);
    properties.putAll(overrides);
    Runtime.getRuntime().addShutdownHook(endWithJvm);
  }

  @Override
  public void start() {
    if (isRunning()) {
      return;
    }
    try {
      files.writeProperties(properties);
      process = jvm.start(files);
    } catch (IOException e) {
      throw new IllegalStateException("the Kafka broker cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the Kafka broker started", e);
    }
  }

  @Override
  public String bootstrapServers() {
    return BrokerProperties.address(ports.open());
  }

  @Override
  public String saslBootstrapServers() {
    if (!hasSasl) {
      throw new IllegalStateException("this broker has no user: build it with sasl(...)");
    }
    return BrokerProperties.address(ports.sasl());
  }

  @Override
  public String tlsBootstrapServers() {
    if (!hasTls) {
      throw new IllegalStateException("this broker has no key: build it with tls(...)");
    }
    return BrokerProperties.address(ports.tls());
  }

  @Override
  public void createTopic(String name, int partitions) {
    new TopicCreation(bootstrapServers()).create(name, partitions);
  }

  @Override
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  @Override
  public void kill() {
    if (process == null) {
      return;
    }
    // SIGKILL ends a stopped process too.
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the Kafka broker ended", e);
    }
    resume();
  }

  @Override
  public void pause() {
    if (process == null || !process.isAlive()) {
      throw new IllegalStateException("the Kafka broker does not run" + files.logTail());
    }
    if (frozen != null) {
      return;
    }
    try {
      frozen = FrozenProcess.freeze(process.pid());
    } catch (IOException e) {
      throw new IllegalStateException("the Kafka broker cannot be paused", e);
    }
  }

  @Override
  public void resume() {
    if (frozen == null) {
      return;
    }
    try {
      frozen.close();
      frozen = null;
    } catch (IOException e) {
      throw new IllegalStateException("the Kafka broker cannot be resumed", e);
    }
  }

  @Override
  public void restart() {
    kill();
    start();
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(endWithJvm);
    } catch (IllegalStateException e) {
      // This JVM is ending: the hook does the same, once more.
    }
    end();
  }

  private void end() {
    kill();
    try {
      files.delete();
    } catch (IOException e) {
      throw new IllegalStateException("the Kafka broker's directory cannot be deleted", e);
    }
  }

  @Override
  public String toString() {
    return "Kafka broker at " + bootstrapServers() + " in " + files.directory();
  }
}
