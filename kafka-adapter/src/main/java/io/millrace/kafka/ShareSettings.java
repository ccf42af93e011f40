package io.millrace.kafka;

import io.millrace.kafka.share.ShareMeters;
import io.millrace.kafka.share.ShareProperties;
import io.millrace.queue.Pusher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link KafkaShareSource} was built with.
 *
 * @param groupSettings settings of the group in the cluster, made before it is joined
 */
record ShareSettings<T>(
    KafkaPayload<T> payload,
    ShareProperties properties,
    List<String> topics,
    Map<String, String> groupSettings,
    Duration commitInterval,
    int commitCount,
    Optional<Pusher<byte[]>> poison,
    ShareMeters meters) {}
