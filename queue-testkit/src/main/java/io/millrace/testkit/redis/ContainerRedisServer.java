package io.millrace.testkit.redis;

import com.github.dockerjava.api.DockerClient;
import io.millrace.testkit.server.LoopbackPorts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A server in a container of the image {@code redis}. It keeps its port and data through {@link
 * #restart}, and has neither users nor TLS.
 *
 * <p>Written by the documentation of Testcontainers: nothing in this project's build has a Docker
 * engine to try it on.
 */
final class ContainerRedisServer implements RedisServer {
  private static final int PORT_INSIDE = 6379;
  private static final int ANSWER_MILLIS = 30_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ServerAddress address = new ServerAddress(LoopbackPorts.free(), List.of());
  private final GenericContainer<?> container =
      new GenericContainer<>(DockerImageName.parse("redis:7.2"));
  private boolean paused;

  ContainerRedisServer() {
    // Docker would give it another port after each restart.
    container.setPortBindings(List.of(address.port() + ":" + PORT_INSIDE));
    container.withExposedPorts(PORT_INSIDE);
    container.withCommand("redis-server", "--appendonly", "yes", "--appendfsync", "always");
  }

  /** Whether a Docker engine answers; asks none where there is no trace of one. */
  static boolean isPossible() {
    boolean trace =
        System.getenv("DOCKER_HOST") != null || new File("/var/run/docker.sock").exists();
    return trace && isOnClassPath() && DockerClientFactory.instance().isDockerAvailable();
  }

  private static boolean isOnClassPath() {
    try {
      Class.forName("org.testcontainers.containers.GenericContainer");
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
    }
    Patience.await(PATIENCE, this + " answers", () -> command("PING").equals("PONG"));
  }

  @Override
  public String host() {
    return container.getHost();
  }

  @Override
  public int port() {
    return address.port();
  }

  @Override
  public int tlsPort() {
    throw withoutTls();
  }

  @Override
  public Path certificate() {
    throw withoutTls();
  }

  @Override
  public SSLContext tlsContext() {
    throw withoutTls();
  }

  private static IllegalStateException withoutTls() {
    return new IllegalStateException("a server in a container has no TLS");
  }

  @Override
  public String command(String... words) {
    try {
      return address.call(ANSWER_MILLIS, List.of(words));
    } catch (IOException e) {
      throw new IllegalStateException(this + ": " + e.getMessage(), e);
    }
  }

  @Override
  public boolean isRunning() {
    return container.isRunning();
  }

  @Override
  public void kill() {
    if (isRunning()) {
      docker().killContainerCmd(container.getContainerId()).exec();
      paused = false;
    }
  }

  @Override
  public void stop() {
    if (isRunning()) {
      docker().stopContainerCmd(container.getContainerId()).exec();
    }
  }

  @Override
  public void pause() {
    docker().pauseContainerCmd(container.getContainerId()).exec();
    paused = true;
  }

  @Override
  public boolean isPaused() {
    return paused;
  }

  @Override
  public void resume() {
    if (paused) {
      docker().unpauseContainerCmd(container.getContainerId()).exec();
      paused = false;
    }
  }

  @Override
  public void restart() {
    kill();
    start();
  }

  @Override
  public void restartLoading() {
    throw new IllegalStateException("a server in a container cannot be made to load slowly");
  }

  @Override
  public void finishLoading() {
    throw new IllegalStateException("a server in a container cannot be made to load slowly");
  }

  @Override
  public void close() {
    container.stop();
  }

  private DockerClient docker() {
    return container.getDockerClient();
  }

  @Override
  public String toString() {
    return "Redis server in a container at port " + port();
  }
}
