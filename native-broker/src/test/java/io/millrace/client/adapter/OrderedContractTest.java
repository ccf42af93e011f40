package io.millrace.client.adapter;

import io.millrace.client.TestBroker;
import io.millrace.queue.Ordering;
import io.millrace.testkit.Backend;
import io.millrace.testkit.QueueContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Queues in memory, of which one consumer is served at a time, of a broker in this JVM. */
final class OrderedContractTest extends QueueContract {
  private static TestBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.inMemory(ContractRules::ordered);
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
  }

  @Override
  protected Backend backend() {
    return new QueueBackend(broker::describeTo, Ordering.KEY);
  }
}
