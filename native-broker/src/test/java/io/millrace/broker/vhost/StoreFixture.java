package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.persistent;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A broker over a store, which ends in one way or the other and is followed by another one. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreFixture {
  /** What becomes of a broker between what is done and what is looked at. */
  enum End {
    /** Nothing, for a store that keeps nothing longer. */
    NONE,
    /** It is stopped in order, and started again. */
    RESTART,
    /** Its process dies, and is started again. */
    DEATH
  }

  StoreSite site;
  StoredBroker broker;

  /** A new place. */
  abstract StoreSite site() throws IOException;

  /** What the store is to survive. */
  List<End> ends() {
    return List.of(End.RESTART, End.DEATH);
  }

  @BeforeEach
  void start() throws IOException {
    site = site();
    broker = new StoredBroker(site.settings());
  }

  @AfterEach
  void stop() throws IOException {
    broker.close();
  }

  /** The broker that is there after that. */
  void after(End end) throws IOException {
    switch (end) {
      case NONE -> {}
      case RESTART -> {
        broker.close();
        broker = new StoredBroker(site.settings());
      }
      case DEATH -> {
        StoredBroker dying = broker;
        site.dies();
        broker = new StoredBroker(site.settings());
        dying.abandon();
      }
    }
  }

  /** A durable queue. */
  void declare(String queue, Object... arguments) {
    broker.declare(QueueDefinition.durable(queue).withArguments(TestHost.arguments(arguments)));
  }

  /** Persistent messages, all confirmed. */
  void publish(String queue, String... bodies) {
    TestPublisher publisher = broker.publisher();
    for (String body : bodies) {
      publisher.publish(persistent("", queue, body));
    }
    publisher.awaitAll();
    if (!publisher.refused.isEmpty()) {
      throw new AssertionError("refused: " + publisher.refused);
    }
  }

  static String[] bodies(int from, int to) {
    String[] bodies = new String[to - from];
    for (int i = from; i < to; i++) {
      bodies[i - from] = "m" + i;
    }
    return bodies;
  }
}
