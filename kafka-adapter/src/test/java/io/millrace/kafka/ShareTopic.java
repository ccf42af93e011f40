package io.millrace.kafka;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.queue.Consumer;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Message;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** A topic of its own, the share group that reads it, and what the group's sources counted. */
final class ShareTopic {
  /** Short, and yet long enough for a machine under load to renew it in time. */
  static final Duration LOCK = Duration.ofSeconds(2);

  private final KafkaBroker broker;
  private final String name;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  ShareTopic(KafkaBroker broker) {
    this.broker = broker;
    this.name = Topics.create(broker, 1);
  }

  String name() {
    return name;
  }

  /** Publishes {@code m0} and so on. */
  void publish(int count) throws Exception {
    publish(IntStream.range(0, count).mapToObj(i -> Message.of("m" + i)).toList());
  }

  void publish(List<Message<String>> messages) throws Exception {
    try (KafkaPusher<String> pusher =
        KafkaPusher.builder(KafkaPayload.text())
            .bootstrapServers(broker.bootstrapServers())
            .topic(name)
            .build()) {
      pusher.push(messages);
    }
  }

  /** A source from the start of the topic, of a group that is quick to begin and to end locks. */
  <T> KafkaShareSourceBuilder<T> source(KafkaPayload<T> payload) {
    return KafkaShareSource.builder(payload)
        .bootstrapServers(broker.bootstrapServers())
        .group("group-of-" + name)
        .topics(name)
        .startAt(StartAt.EARLIEST)
        .groupSetting("share.record.lock.duration.ms", Long.toString(LOCK.toMillis()))
        .groupSetting("share.heartbeat.interval.ms", "50")
        .groupSetting("share.assignment.interval.ms", "0")
        .meters(meters, List.of());
  }

  QueueBuilder<String> queue(Consumer<String> handler) {
    return Queue.<String>builder("share")
        .producers(1, source(KafkaPayload.text()).build())
        .consumers(ConsumerFactory.shared(handler));
  }

  double counted(String meter) {
    return meters.counter(meter).count();
  }
}
