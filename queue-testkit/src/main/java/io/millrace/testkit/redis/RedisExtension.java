package io.millrace.testkit.redis;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a running {@link RedisServer}, a {@link RedisCluster} of three masters with replicas, or a
 * {@link RedisSentinel} to whatever test, constructor or life-cycle method asks for one. Each is
 * started when it is first asked for. All test classes of a JVM share it, and each class begins
 * with an empty one, unless JUnit runs classes at the same time; within a class give lists fresh
 * names. A test that treats its server badly takes one of its own, or leaves this one running as it
 * found it.
 *
 * <p>The server is the system's redis-server; where there is none, that of the artifact {@code
 * com.github.codemonstur:embedded-redis}, when it is on the class path; else one in a container,
 * when Testcontainers is there and a Docker engine answers. The system property {@code
 * millrace.testkit.redis}, {@code system}, {@code packaged} or {@code docker}, decides otherwise.
 * Clusters and sentinels are never in containers. Where no server can be had the tests fail, and
 * say what to install.
 *
 * <pre>{@code
 * @ExtendWith(RedisExtension.class)
 * class JobsTest {
 *   @Test
 *   void keepsJobs(RedisServer redis) { ... }
 * }
 * }</pre>
 */
public final class RedisExtension implements ParameterResolver, BeforeAllCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(RedisExtension.class);

  private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

  /** Empties what an earlier class has used; once for a class with all that it nests. */
  @Override
  public void beforeAll(ExtensionContext context) {
    if (context.getRequiredTestClass().getEnclosingClass() != null || isShared(context)) {
      return;
    }
    for (Class<?> type : Shared.TYPES.keySet()) {
      Shared used = store(context).get(type, Shared.class);
      if (used != null) {
        used.flush();
      }
    }
  }

  /** What one class is done with another may need. */
  private static boolean isShared(ExtensionContext context) {
    return context.getConfigurationParameter(PARALLEL).map(Boolean::parseBoolean).orElse(false);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return Shared.TYPES.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return store(context).computeIfAbsent(type, Shared::started, Shared.class).servers();
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getRoot().getStore(NAMESPACE);
  }
}
