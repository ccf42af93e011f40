package io.millrace.testkit.rabbitmq;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a running {@link RabbitServer} to whatever test, constructor or life-cycle method asks for
 * one. It is started when it is first asked for, and all test classes of a JVM share it: give
 * queues and exchanges fresh names. A test that treats its server badly takes one of its own, or
 * leaves this one running as it found it.
 *
 * <p>The server is Debian's package {@code rabbitmq-server}, or the one whose directory of scripts
 * the system property {@code millrace.testkit.rabbitmq} names. Where there is none the tests fail,
 * and say what to install.
 *
 * <pre>{@code
 * @ExtendWith(RabbitExtension.class)
 * class OrdersTest {
 *   @Test
 *   void keepsOrders(RabbitServer rabbit) { ... }
 * }
 * }</pre>
 */
public final class RabbitExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(RabbitExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RabbitServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(RabbitServer.class, type -> RabbitExtension.started(), RabbitServer.class);
  }

  private static RabbitServer started() {
    // Its threads would spin for work, on the processors that the test needs.
    RabbitServer server = RabbitServer.builder().argument("+sbwt none").build();
    try {
      server.start();
      return server;
    } catch (IllegalStateException e) {
      server.close();
      throw e;
    }
  }
}
