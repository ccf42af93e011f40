package io.millrace.kafka;

import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import io.millrace.testkit.Backend;
import io.millrace.testkit.Destination;
import io.millrace.testkit.Feature;
import io.millrace.testkit.Features;
import io.millrace.testkit.QueueContract;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaExtension.class)
final class KafkaShareContractTest extends QueueContract {
  private static final Duration LOCK = Duration.ofSeconds(3);
  private static final int COMMIT_COUNT = 50;

  private final KafkaBroker kafka;

  KafkaShareContractTest(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @Override
  protected Backend backend() {
    return new ShareBackend();
  }

  private final class ShareBackend implements Backend {
    @Override
    public Features features() {
      return Features.of(Feature.REDELIVERY, Feature.PAUSE, Feature.LEASE);
    }

    @Override
    public Destination create() {
      return new ShareDestination(kafka, "share-contract-" + UUID.randomUUID());
    }

    @Override
    public Duration lease() {
      return LOCK;
    }

    @Override
    public int unwrittenSettlements() {
      return 2 * COMMIT_COUNT;
    }
  }

  /**
   * Of one partition: the group gives a second one to whoever joins, also while it stands still.
   */
  private record ShareDestination(KafkaBroker kafka, String topic) implements Destination {
    ShareDestination {
      kafka.createTopic(topic, 1);
    }

    @Override
    public void publish(List<Message<byte[]>> messages) throws Exception {
      try (KafkaPusher<byte[]> pusher =
          KafkaPusher.builder(KafkaPayload.bytes())
              .bootstrapServers(kafka.bootstrapServers())
              .topic(topic)
              .build()) {
        pusher.push(messages);
      }
    }

    @Override
    public ProducerFactory<byte[]> producers() {
      return KafkaShareSource.builder(KafkaPayload.bytes())
          .bootstrapServers(kafka.bootstrapServers())
          .group("group-of-" + topic)
          .topics(topic)
          .startAt(StartAt.EARLIEST)
          .groupSetting("share.record.lock.duration.ms", Long.toString(LOCK.toMillis()))
          .groupSetting("share.heartbeat.interval.ms", "50")
          // Each crash costs a delivery, a fetch that a dead member left behind may cost another,
          // and the cluster drops a record after the fifth, unless told otherwise.
          .groupSetting("share.delivery.count.limit", "10")
          .groupSetting("share.assignment.interval.ms", "0")
          .commitEvery(Duration.ofMillis(100), COMMIT_COUNT)
          .build();
    }

    @Override
    public void abandon(Producer<byte[]> producer) {
      ((ShareReader<byte[]>) producer).abandon();
    }
  }
}
