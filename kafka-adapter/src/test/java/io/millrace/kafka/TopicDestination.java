package io.millrace.kafka;

import io.millrace.kafka.deadletter.DeadLetterTopic;
import io.millrace.kafka.record.RecordHeaders;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.Selection;
import io.millrace.testkit.Destination;
import io.millrace.testkit.kafka.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of a few partitions, with another for its dead letters. */
final class TopicDestination implements Destination {
  private static final int PARTITIONS = 4;

  /** What the test of one kind of source has of its own. */
  interface Adapter {
    ProducerFactory<byte[]> producers(String topic);

    /** As {@link Destination#abandon}. */
    void kill(Producer<byte[]> producer) throws Exception;
  }

  private final KafkaBroker kafka;
  private final Adapter adapter;
  private final String topic;
  private final KafkaProducer<byte[], byte[]> publisher;
  private final KafkaPusher<byte[]> letters;
  private final DeadLetterStore deadLetterTopic;

  private TopicDestination(KafkaBroker kafka, Adapter adapter, String topic) {
    this.kafka = kafka;
    this.adapter = adapter;
    this.topic = topic;
    publisher =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    letters =
        KafkaPusher.builder(KafkaPayload.bytes())
            .bootstrapServers(kafka.bootstrapServers())
            .topic(letterTopic(topic))
            .build();
    deadLetterTopic =
        DeadLetterTopic.builder()
            .bootstrapServers(kafka.bootstrapServers())
            .topic(letterTopic(topic))
            .build();
  }

  static TopicDestination create(KafkaBroker kafka, Adapter adapter) {
    String topic = "contract-" + UUID.randomUUID();
    kafka.createTopic(topic, PARTITIONS);
    kafka.createTopic(letterTopic(topic), 1);
    return new TopicDestination(kafka, adapter, topic);
  }

  String topic() {
    return topic;
  }

  private static String letterTopic(String topic) {
    return topic + "-dead";
  }

  @Override
  public void publish(List<Message<byte[]>> messages) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (Message<byte[]> message : messages) {
      sent.add(publisher.send(record(message)));
    }
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
  }

  /** A key in each partition, if there are a few, so that workers who share have their share. */
  private ProducerRecord<byte[], byte[]> record(Message<byte[]> message) {
    String key = message.key().orElseThrow();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            Math.floorMod(key.hashCode(), PARTITIONS),
            message.timestampMillis(),
            key.getBytes(StandardCharsets.UTF_8),
            message.payload());
    RecordHeaders.write(message.headers(), record.headers());
    return record;
  }

  @Override
  public ProducerFactory<byte[]> producers() {
    return adapter.producers(topic);
  }

  @Override
  public void abandon(Producer<byte[]> producer) throws Exception {
    adapter.kill(producer);
  }

  @Override
  public Pusher<byte[]> deadLetters() {
    return letters;
  }

  @Override
  public List<Message<byte[]>> readDeadLetters() throws Exception {
    List<Message<byte[]>> messages = new ArrayList<>();
    deadLetterTopic.read(
        letter -> {
          messages.add(letter.message());
          return true;
        });
    return messages;
  }

  @Override
  public int redrive() throws Exception {
    return (int) deadLetterTopic.redrive(Selection.all()).redriven();
  }

  @Override
  public void close() throws Exception {
    publisher.close();
    letters.close();
    deadLetterTopic.close();
  }

  @Override
  public String toString() {
    return topic + " at " + kafka;
  }
}
