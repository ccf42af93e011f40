package io.millrace.testkit.kafka;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a running {@link KafkaBroker} to whatever test, constructor or life-cycle method asks for
 * one. All test classes of a JVM share it, so give topics and groups fresh names. A test that
 * treats its broker badly takes one of its own, or leaves this one running as it found it.
 *
 * <p>The broker runs in a process of its own; in a container instead when Testcontainers is on the
 * class path and a Docker engine answers. The system property {@code millrace.testkit.kafka},
 * {@code process} or {@code docker}, decides otherwise.
 *
 * <pre>{@code
 * @ExtendWith(KafkaExtension.class)
 * class OrdersTest {
 *   @Test
 *   void keepsOrders(KafkaBroker kafka) { ... }
 * }
 * }</pre>
 */
public final class KafkaExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(KafkaExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == KafkaBroker.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(KafkaBroker.class, type -> startedBroker(), KafkaBroker.class);
  }

  private static KafkaBroker startedBroker() {
    KafkaBroker broker = BrokerChoice.broker();
    try {
      broker.start();
      return broker;
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }
}
