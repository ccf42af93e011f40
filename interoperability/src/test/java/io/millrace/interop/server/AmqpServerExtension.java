package io.millrace.interop.server;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a running {@link AmqpServer} to whatever test asks for one. All test classes of a JVM share
 * it: give queues and exchanges names that no other test has.
 *
 * <p>The system property {@code interop.server} says which: {@code millrace}, the default, {@code
 * rabbitmq}, to see that a test is right, or {@code host:port}, for one that runs already.
 */
public final class AmqpServerExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(AmqpServerExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == AmqpServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(AmqpServer.class, type -> chosen(), AmqpServer.class);
  }

  private static AmqpServer chosen() {
    String choice = System.getProperty("interop.server", "millrace");
    return switch (choice) {
      case "millrace" -> MillraceProcess.start();
      case "rabbitmq" -> RabbitProcess.start();
      default -> GivenServer.parse(choice);
    };
  }
}
