package io.millrace.client.adapter;

import io.millrace.queue.Ordering;
import io.millrace.testkit.Backend;
import io.millrace.testkit.QueueContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Queues that survive, of a broker in a process of its own. */
final class RemoteContractTest extends QueueContract {
  private static RemoteBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = RemoteBroker.start();
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
