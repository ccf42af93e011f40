package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.persistent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a store promises beyond that while its server is not to be reached. */
abstract class RemoteStoreContract extends LastingStoreContract {
  /** The server is gone, or whatever else stands between it and an answer. */
  abstract void interrupt();

  /** Whoever has the store now answers. */
  abstract void resume();

  @Test
  void whatWasPublishedWhileTheServerWasGoneIsConfirmedOnceItIsBack() throws IOException {
    declare("q");
    publish("q", bodies(0, 10));
    TestConsumer consumer = broker.consume("q", 5);
    consumer.acknowledgeNext();
    interrupt();
    TestPublisher publisher = broker.publisher();
    for (String body : bodies(10, 60)) {
      publisher.publish(persistent("", "q", body));
    }
    publisher.flush();
    // Deliveries and acks go on: nobody waits for the server but who wants a confirm.
    consumer.acknowledgeNext();
    await().until(() -> broker.facts("q").ready() + broker.facts("q").unacknowledged() == 58);
    publisher.look();
    assertThat(publisher.open).hasSize(50);

    resume();

    publisher.awaitAll();
    assertThat(publisher.refused).isEmpty();
    consumer.subscription().detach(false);
    after(End.RESTART);
    assertThat(broker.consume("q", 100).bodies(58)).containsExactly(bodies(2, 60));
  }

  @Test
  void aDeathWhileTheServerIsGoneCostsNothingThatWasConfirmed() throws IOException {
    declare("q");
    publish("q", bodies(0, 10));
    interrupt();
    TestPublisher publisher = broker.publisher();
    publisher.publish(persistent("", "q", "m10"));
    publisher.flush();
    await().until(() -> broker.facts("q").ready() == 11);
    resume();
    publisher.awaitAll();

    after(End.DEATH);

    assertThat(broker.consume("q", 100).bodies(11)).containsExactly(bodies(0, 11));
  }

  @Test
  void aServerThatIsGoneAtTheStartIsNamed() throws IOException {
    broker.close();
    interrupt();
    try {
      assertThat(
              catchThrowableOfType(
                  IOException.class, () -> new StoredBroker(site.settings()).close()))
          .hasMessageContaining("cannot be reached");
    } finally {
      resume();
      broker = new StoredBroker(site.settings());
    }
  }
}
