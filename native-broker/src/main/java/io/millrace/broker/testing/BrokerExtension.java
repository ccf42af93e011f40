package io.millrace.broker.testing;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a running {@link EmbeddedBroker} to whatever test, constructor or life-cycle method asks
 * for one. It is started when it is first asked for. All test classes of a JVM share it, and each
 * class begins with an empty one, unless JUnit runs classes at the same time; within a class give
 * queues fresh names. A test that treats its broker badly starts one of its own.
 *
 * <pre>{@code
 * @ExtendWith(BrokerExtension.class)
 * class OrdersTest {
 *   @Test
 *   void handlesOrders(EmbeddedBroker broker) {
 *     publish(broker.address(), "orders", ...);
 *     broker.awaitEmpty("orders", Duration.ofSeconds(30));
 *   }
 * }
 * }</pre>
 */
public final class BrokerExtension implements ParameterResolver, BeforeAllCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(BrokerExtension.class);

  private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

  /** Empties what an earlier class has used; once for a class with all that it nests. */
  @Override
  public void beforeAll(ExtensionContext context) {
    EmbeddedBroker used = store(context).get(EmbeddedBroker.class, EmbeddedBroker.class);
    if (used != null
        && context.getRequiredTestClass().getEnclosingClass() == null
        && !isShared(context)) {
      used.clear();
    }
  }

  /** What one class is done with another may need. */
  private static boolean isShared(ExtensionContext context) {
    return context.getConfigurationParameter(PARALLEL).map(Boolean::parseBoolean).orElse(false);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == EmbeddedBroker.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return store(context)
        .computeIfAbsent(
            EmbeddedBroker.class, type -> EmbeddedBroker.start(), EmbeddedBroker.class);
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getRoot().getStore(NAMESPACE);
  }
}
