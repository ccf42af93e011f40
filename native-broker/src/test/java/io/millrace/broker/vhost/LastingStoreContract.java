package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.persistent;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.queue.Offsets;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a store promises that outlives its broker: all of it, and that of its room and its owner.
 */
abstract class LastingStoreContract extends StoreContract {
  @ParameterizedTest
  @MethodSource("ends")
  void whatIsNotDurableIsGone(End end) throws IOException {
    broker.declare("memory");
    publish("memory", "m");

    after(end);

    assertThat(broker.host().queues()).isEmpty();
    declare("memory");
    assertThat(broker.facts("memory").ready()).isZero();
  }

  @Test
  void aFullStoreRefusesMessagesAndLetsConsumersDrainIt() throws IOException {
    declare("q");
    publish("q", bodies(0, 10));

    broker.close();
    broker = new StoredBroker(site.full());

    assertThat(broker.publisher().publishAndWait(persistent("", "q", "too much")))
        .isEqualTo(PublishRefusal.NO_SPACE);
    assertThat(broker.facts("q").losses().refused()).isOne();
    declare("another");
    TestConsumer consumer = broker.consume("q", 10);
    for (int i = 0; i < 5; i++) {
      consumer.subscription().acknowledge(Offsets.of(consumer.next().offset()));
    }

    after(End.RESTART);

    assertThat(broker.facts("q").ready()).isEqualTo(5);
    assertThat(broker.facts("another").ready()).isZero();
    publish("q", "welcome");
    assertThat(broker.consume("q", 10).bodies(6))
        .containsExactly("m5", "m6", "m7", "m8", "m9", "welcome");
  }

  /** Either it is not let in, or the one before confirms nothing any more. */
  @Test
  void oneBrokerAtATimeConfirms() throws IOException {
    declare("q");
    publish("q", "m0");
    Optional<StoredBroker> second = second();
    try {
      assertThat(
              Stream.concat(Stream.of(broker), second.stream())
                  .filter(
                      each -> each.publisher().publishAndWait(persistent("", "q", "m1")) == null))
          .hasSize(1);
    } finally {
      if (second.isPresent()) {
        broker.abandon();
        broker = second.get();
      }
    }

    after(End.RESTART);

    assertThat(broker.consume("q", 3).bodies(2)).containsExactly("m0", "m1");
    assertThat(broker.facts("q").ready()).isZero();
  }

  private Optional<StoredBroker> second() {
    try {
      return Optional.of(new StoredBroker(site.settings()));
    } catch (IOException refused) {
      return Optional.empty();
    }
  }
}
