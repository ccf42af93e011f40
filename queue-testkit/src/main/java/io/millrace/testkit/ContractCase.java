package io.millrace.testkit;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the suites share: a backend for each test, and a limit for the time it takes. */
@ExtendWith(TrialExtension.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ContractCase {

  /** The adapter to test; asked for once for each test. */
  protected abstract Backend backend() throws Exception;

  boolean usesVirtualThreads() {
    return false;
  }
}
