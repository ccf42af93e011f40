package io.millrace.client.adapter;

import io.millrace.client.TestBroker;
import io.millrace.queue.Ordering;
import io.millrace.testkit.Backend;
import io.millrace.testkit.QueueContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Queues in memory, of a broker in this JVM. */
final class MemoryContractTest extends QueueContract {
  private static TestBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.inMemory(ContractRules::unordered);
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
  }

  @Override
  protected Backend backend() {
    return new QueueBackend(broker::describeTo, Ordering.NONE);
  }
}
