package io.millrace.testkit.redis;

import java.util.Optional;

/**
 * Which Redis tests get: what the system property {@value #PROPERTY} says, {@code system}, {@code
 * packaged} or {@code docker}; otherwise the first of these that is there.
 */
final class ServerChoice {
  static final String PROPERTY = "millrace.testkit.redis";

  private static final String REMEDY =
      "there is no redis-server to test with: install one (on Debian: apt-get install redis-server),"
          + " or put com.github.codemonstur:embedded-redis, or Testcontainers where a Docker engine"
          + " runs, on the class path of the tests";

  private ServerChoice() {}

  /**
   * The program that servers, clusters and sentinels are made of.
   *
   * @throws IllegalStateException with the remedy when there is none
   */
  static RedisExecutable executable() {
    return find().orElseThrow(() -> new IllegalStateException(REMEDY));
  }

  private static Optional<RedisExecutable> find() {
    String wanted = System.getProperty(PROPERTY, "");
    return switch (wanted) {
      case "system" -> RedisExecutable.ofSystem();
      case "packaged" -> RedisExecutable.packaged();
      case "", "docker" -> RedisExecutable.ofSystem().or(RedisExecutable::packaged);
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " must be system, packaged or docker, got " + wanted);
    };
  }

  /**
   * A server with no options; not started.
   *
   * @throws IllegalStateException with the remedy when there is none
   */
  static RedisServer server() {
    boolean wantsContainer = System.getProperty(PROPERTY, "").equals("docker");
    if (wantsContainer || (find().isEmpty() && ContainerRedisServer.isPossible())) {
      return new ContainerRedisServer();
    }
    return RedisServer.builder().build();
  }
}
