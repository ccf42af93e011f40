package io.millrace.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.millrace.queue.Ordering;
import io.millrace.queue.Pusher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

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
    Ordering ordering,
    Duration revokeBudget,
    Duration commitInterval,
    int commitDone,
    int metadataLimit,
    int gapLimit,
    Optional<String> retryTopic,
    Optional<Pusher<byte[]>> poison,
    MeterRegistry registry,
    List<Tag> tags) {}
