package io.millrace.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.millrace.kafka.transaction.KafkaTransactions;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Pusher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * What a {@link KafkaSource} was built with.
 *
 * @param topics what to read; empty if a pattern says it
 */
record SourceSettings<T>(
    KafkaPayload<T> payload,
    Map<String, Object> properties,
    List<String> topics,
    Optional<Pattern> topicPattern,
    Optional<Function<? super Message<T>, Optional<String>>> key,
    Ordering ordering,
    Duration revokeBudget,
    Duration commitInterval,
    int commitDone,
    int metadataLimit,
    int gapLimit,
    Optional<String> retryTopic,
    Optional<Pusher<byte[]>> poison,
    Optional<KafkaTransactions<?>> transactions,
    Optional<MeterRegistry> registry,
    List<Tag> tags) {
  /** Client properties of the consumer that mean something else to a producer. */
  private static final Set<String> CONSUMERS_OWN =
      Set.of(ProducerConfig.CLIENT_ID_CONFIG, ProducerConfig.INTERCEPTOR_CLASSES_CONFIG);

  /** What to read, the retry topic included; without the topics that a pattern finds. */
  List<String> allTopics() {
    List<String> all = new ArrayList<>(topics);
    retryTopic.filter(topic -> !topics.contains(topic)).ifPresent(all::add);
    return all;
  }

  /** The pattern of what to read, the retry topic included. */
  Pattern allTopicsPattern() {
    Pattern pattern = topicPattern.orElseThrow();
    return retryTopic
        .map(topic -> "(?:" + pattern.pattern() + ")|" + Pattern.quote(topic))
        .map(either -> Pattern.compile(either, pattern.flags()))
        .orElse(pattern);
  }

  /** A pusher to the retry topic, over the same cluster with the same credentials. */
  Pusher<byte[]> retryPusher(String topic) {
    Map<String, Object> shared = new HashMap<>(properties);
    shared.keySet().retainAll(ProducerConfig.configNames());
    shared.keySet().removeAll(CONSUMERS_OWN);
    return KafkaPusher.builder(KafkaPayload.bytes()).properties(shared).topic(topic).build();
  }
}
