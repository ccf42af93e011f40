package io.millrace.testkit.kafka;

import static java.util.Objects.requireNonNull;

import com.github.dockerjava.api.DockerClient;
import io.millrace.testkit.server.LoopbackPorts;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * A broker in a container of the image {@code apache/kafka}, of the version of the client on the
 * class path. It keeps its port and data through {@link #restart}, and has neither users nor a key.
 *
 * <p>Written by the documentation of Testcontainers: nothing in this project's build has a Docker
 * engine to try it on.
 */
final class ContainerKafkaBroker implements KafkaBroker {
  private static final int PORT_INSIDE = 9092;
  private static final long PATIENCE_SECONDS = 60;

  private final int port = LoopbackPorts.free();
  private final KafkaContainer container = new KafkaContainer("apache/kafka:" + version());

  ContainerKafkaBroker() {
    // Docker would give it another port after each restart.
    container.setPortBindings(List.of(port + ":" + PORT_INSIDE));
    BrokerProperties.common()
        .forEach((name, value) -> container.withEnv(environmentName(name), value));
  }

  /** That of the client on the class path. */
  private static String version() {
    Properties properties = new Properties();
    try (InputStream resource =
        Admin.class.getResourceAsStream("/kafka/kafka-version.properties")) {
      properties.load(requireNonNull(resource, "Kafka's client does not tell its version"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static String environmentName(String property) {
    return "KAFKA_" + property.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /** Whether a Docker engine answers; asks none where there is no trace of one. */
  static boolean isPossible() {
    boolean trace =
        System.getenv("DOCKER_HOST") != null || new File("/var/run/docker.sock").exists();
    return trace && isOnClassPath() && DockerClientFactory.instance().isDockerAvailable();
  }

  private static boolean isOnClassPath() {
    try {
      Class.forName("org.testcontainers.kafka.KafkaContainer");
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  @Override
  public void start() {
    if (container.getContainerId() == null) {
      container.start();
    } else if (!isRunning()) {
      docker().startContainerCmd(container.getContainerId()).exec();
      awaitAnswer();
    }
  }

  private void awaitAnswer() {
    try (Admin admin = Admin.create(TopicCreation.settings(bootstrapServers()))) {
      admin.describeCluster().nodes().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "the Kafka broker does not answer; its log:\n" + container.getLogs(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the Kafka broker started", e);
    }
  }

  @Override
  public String bootstrapServers() {
    return container.getHost() + ":" + port;
  }

  @Override
  public String saslBootstrapServers() {
    throw new IllegalStateException("a broker in a container has no users");
  }

  @Override
  public String tlsBootstrapServers() {
    throw new IllegalStateException("a broker in a container has no key");
  }

  @Override
  public void createTopic(String name, int partitions) {
    new TopicCreation(bootstrapServers()).create(name, partitions);
  }

  @Override
  public boolean isRunning() {
    return container.isRunning();
  }

  @Override
  public void kill() {
    if (isRunning()) {
      docker().killContainerCmd(container.getContainerId()).exec();
    }
  }

  @Override
  public void pause() {
    docker().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void resume() {
    docker().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void restart() {
    kill();
    start();
  }

  @Override
  public void close() {
    container.stop();
  }

  private DockerClient docker() {
    return container.getDockerClient();
  }
}
