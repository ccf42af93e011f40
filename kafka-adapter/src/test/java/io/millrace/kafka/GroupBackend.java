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
import java.util.Map;

/** Topics of a broker, read by a consumer group that is quick to find a member dead. */
record GroupBackend(KafkaBroker kafka) implements Backend {
  /**
   * As the group protocol has it; long enough for a machine under load not to lose a living member.
   */
  private static final Map<String, Object> PROPERTIES =
      Map.of("session.timeout.ms", 2_000, "heartbeat.interval.ms", 200);

  @Override
  public Features features() {
    return Features.of(
        Feature.ORDER_PER_PARTITION,
        Feature.ORDER_PER_KEY,
        Feature.REDELIVERY,
        Feature.PAUSE,
        Feature.SHARING,
        Feature.DEAD_LETTERS);
  }

  @Override
  public int unwrittenSettlements() {
    // What two poll threads settle from one commit to the answer to the next.
    return 150;
  }

  @Override
  public Destination create() {
    return TopicDestination.create(
        kafka,
        new TopicDestination.Adapter() {
          @Override
          public ProducerFactory<byte[]> producers(String topic) {
            return KafkaSource.builder(KafkaPayload.bytes())
                .bootstrapServers(kafka.bootstrapServers())
                .properties(PROPERTIES)
                .group(topic + "-readers")
                .topics(topic)
                .ordering(Ordering.KEY)
                .commitEvery(Duration.ofMillis(100), 20)
                .build();
          }

          @Override
          public void kill(Producer<byte[]> producer) throws ReflectiveOperationException {
            new KilledReader((GroupReader<byte[]>) producer).letGo();
          }
        });
  }
}
