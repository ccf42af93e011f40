package io.millrace.testkit.memory;

import io.millrace.testkit.Backend;
import io.millrace.testkit.QueueContract;

final class MemorySourceContractTest extends QueueContract {
  @Override
  protected Backend backend() {
    return MemoryBackend.assigned();
  }
}
