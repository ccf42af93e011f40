package io.millrace.kafka;

import io.millrace.queue.Ordering;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import io.millrace.testkit.Backend;
import io.millrace.testkit.Destination;
import io.millrace.testkit.Feature;
import io.millrace.testkit.Features;
import io.millrace.testkit.kafka.KafkaBroker;
import java.time.Duration;

/** Topics of a broker, each read by a consumer group of its own. */
record GroupBackend(KafkaBroker kafka, GroupProtocol protocol) implements Backend {
  @Override
  public Features features() {
    return Features.of(
        Feature.ORDER_PER_PARTITION,
        Feature.ORDER_PER_KEY,
        Feature.REDELIVERY,
        Feature.PAUSE,
        Feature.SHARING,
        Feature.DEAD_LETTERS,
        Feature.REDRIVE);
  }

  @Override
  public int unwrittenSettlements() {
    // What two poll threads settle from one commit to the answer to the next.
    return 150;
  }

  @Override
  public Destination create() throws Exception {
    TopicDestination destination = TopicDestination.create(kafka, new GroupAdapter());
    protocol.prepare(groupOf(destination.topic()), kafka.bootstrapServers());
    return destination;
  }

  private static String groupOf(String topic) {
    return topic + "-readers";
  }

  private final class GroupAdapter implements TopicDestination.Adapter {
    @Override
    public ProducerFactory<byte[]> producers(String topic) {
      return KafkaSource.builder(KafkaPayload.bytes())
          .bootstrapServers(kafka.bootstrapServers())
          .properties(protocol.memberProperties())
          .group(groupOf(topic))
          .topics(topic)
          .ordering(Ordering.KEY)
          .commitEvery(Duration.ofMillis(100), 20)
          .build();
    }

    @Override
    public void kill(Producer<byte[]> producer) throws ReflectiveOperationException {
      new KilledReader((GroupReader<byte[]>) producer).letGo();
    }
  }
}
