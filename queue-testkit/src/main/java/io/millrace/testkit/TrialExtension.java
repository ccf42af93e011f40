package io.millrace.testkit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test its {@link Trial} and closes it afterwards, so that an unclean end fails the
 * test.
 */
final class TrialExtension implements ParameterResolver, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(TrialExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Trial.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ContractCase contract = (ContractCase) context.getRequiredTestInstance();
    try {
      Trial trial = new Trial(contract.backend(), contract.usesVirtualThreads());
      context.getStore(NAMESPACE).put(Trial.class, trial);
      return trial;
    } catch (Exception e) {
      throw new IllegalStateException("the backend under test could not be made ready", e);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    Trial trial = context.getStore(NAMESPACE).remove(Trial.class, Trial.class);
    if (trial != null) {
      trial.close();
    }
  }
}
