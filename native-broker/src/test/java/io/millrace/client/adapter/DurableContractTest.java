package io.millrace.client.adapter;

import io.millrace.client.TestBroker;
import io.millrace.queue.Ordering;
import io.millrace.testkit.Backend;
import io.millrace.testkit.QueueContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Queues that survive, of a broker in this JVM. */
final class DurableContractTest extends QueueContract {
  @TempDir private static Path directory;
  private static TestBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.durable(directory, ContractRules::unordered);
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
