package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.queue.Concurrency;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic with a fresh name, and a group of the same name that reads it. */
final class GroupTopic implements AutoCloseable {
  private static final AtomicInteger NAMES = new AtomicInteger();

  final String name = "source-" + NAMES.incrementAndGet() + "-" + System.nanoTime();
  final KafkaBroker kafka;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Admin admin;

  GroupTopic(KafkaBroker kafka) {
    this.kafka = kafka;
    Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
    Map<String, Object> sending = new HashMap<>(client);
    // An idempotent producer may never get over a partition that had no leader at its first record.
    sending.put("enable.idempotence", false);
    sending.put("max.in.flight.requests.per.connection", 1);
    producer = new KafkaProducer<>(sending, new ByteArraySerializer(), new ByteArraySerializer());
    admin = Admin.create(client);
  }

  static GroupTopic of(KafkaBroker kafka, int partitions) {
    kafka.start();
    GroupTopic topic = new GroupTopic(kafka);
    kafka.createTopic(topic.name, partitions);
    return topic;
  }

  /** A source of this topic's texts in this topic's group. */
  KafkaSourceBuilder<String> source() {
    return KafkaSource.builder(KafkaPayload.text())
        .bootstrapServers(kafka.bootstrapServers())
        .group(name)
        .topics(name);
  }

  QueueBuilder<String> queue(KafkaSource<String> source, ConsumerFactory<String> consumers) {
    return Queue.<String>builder(name)
        .producers(1, source)
        .concurrency(Concurrency.fixed(8))
        .consumers(consumers);
  }

  /** Publishes texts from {@code from} to {@code to}, each with a key of {@code keys}. */
  void publish(int from, int to, int keys) {
    List<Future<?>> sent = new ArrayList<>();
    for (int i = from; i < to; i++) {
      sent.add(
          producer.send(new ProducerRecord<>(name, ("k" + i % keys).getBytes(UTF_8), text(i))));
    }
    sent.forEach(GroupTopic::await);
  }

  /** Publishes texts from {@code from} to {@code to} to one partition, without keys. */
  void publishTo(int partition, int from, int to) {
    List<Future<?>> sent = new ArrayList<>();
    for (int i = from; i < to; i++) {
      sent.add(producer.send(new ProducerRecord<>(name, partition, null, text(i))));
    }
    sent.forEach(GroupTopic::await);
  }

  /** Publishes a text to one partition, as if that long ago. */
  void publishAged(int partition, int i, Duration age) {
    long time = System.currentTimeMillis() - age.toMillis();
    await(producer.send(new ProducerRecord<>(name, partition, time, null, text(i))));
  }

  void publishBytes(int partition, byte[] value) {
    await(producer.send(new ProducerRecord<>(name, partition, null, value)));
  }

  void addPartitions(int total) {
    await(admin.createPartitions(Map.of(name, NewPartitions.increaseTo(total))).all());
  }

  /** Lets members of the group, under the newer protocol, hear of a rebalance that soon. */
  void heartbeatEvery(int millis) {
    ConfigEntry interval =
        new ConfigEntry("consumer.heartbeat.interval.ms", Integer.toString(millis));
    await(
        admin
            .incrementalAlterConfigs(
                Map.of(
                    new ConfigResource(ConfigResource.Type.GROUP, name),
                    List.of(new AlterConfigOp(interval, AlterConfigOp.OpType.SET))))
            .all());
  }

  /** What the group has committed. */
  Map<TopicPartition, OffsetAndMetadata> committed() {
    return await(admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata());
  }

  /** The offsets that the group has committed, of all partitions of all topics. */
  long committedSum() {
    return committed().values().stream().mapToLong(OffsetAndMetadata::offset).sum();
  }

  /** How many partitions the members of the group have, by the names that they are known by. */
  Map<String, Integer> assignments() {
    return await(admin.describeConsumerGroups(List.of(name)).describedGroups().get(name))
        .members()
        .stream()
        .collect(
            Collectors.toMap(
                member -> member.groupInstanceId().orElseThrow(),
                member -> member.assignment().topicPartitions().size()));
  }

  private static byte[] text(int i) {
    return Integer.toString(i).getBytes(UTF_8);
  }

  private static <V> V await(Future<V> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <V> V await(org.apache.kafka.common.KafkaFuture<V> future) {
    return await(future.toCompletionStage().toCompletableFuture());
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
