package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.persistent;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.server.BrokerSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A broker that keeps everything in memory: its promises end with it. */
class MemoryStoreContractTest extends StoreContract {
  private static final long QUEUE_BYTES = 16L << 20;

  @Override
  StoreSite site() {
    return new Memory();
  }

  @Override
  List<End> ends() {
    return List.of(End.NONE);
  }

  /** Lasts as long as the broker does. */
  private static final class Memory implements StoreSite {
    @Override
    public BrokerSettings settings() {
      return BrokerSettings.embedded()
          .withHosts(new HostSettings(Duration.ofMinutes(30), QUEUE_BYTES, PublishLimits.DEFAULT));
    }

    @Override
    public BrokerSettings full() {
      throw new UnsupportedOperationException("a queue is full, not the broker");
    }

    @Override
    public void dies() {
      throw new UnsupportedOperationException("nothing would be left");
    }
  }

  @Test
  void aFullQueueRefusesMessagesOthersDoNotAndConsumersMakeRoom() {
    declare("q");
    declare("other");
    String large = "x".repeat(1 << 20);
    TestPublisher publisher = broker.publisher();
    for (int i = 0; i < 20; i++) {
      assertThat(publisher.publishAndWait(persistent("", "q", large)))
          .isEqualTo(i < 16 ? null : PublishRefusal.NO_SPACE);
    }
    publish("other", "m");
    assertThat(broker.facts("q").losses().refused()).isEqualTo(4);
    assertThat(broker.facts("other").losses().refused()).isZero();

    TestConsumer consumer = broker.consume("q", 20);
    for (int i = 0; i < 16; i++) {
      consumer.acknowledgeNext();
    }
    publish("q", large);
  }
}
