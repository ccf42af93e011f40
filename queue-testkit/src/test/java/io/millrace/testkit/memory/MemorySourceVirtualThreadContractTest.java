package io.millrace.testkit.memory;

import io.millrace.testkit.Backend;
import io.millrace.testkit.VirtualThreadContract;

final class MemorySourceVirtualThreadContractTest extends VirtualThreadContract {
  @Override
  protected Backend backend() {
    return MemoryBackend.assigned();
  }
}
