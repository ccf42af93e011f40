package io.millrace.redis;

import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.redis.claim.ClaimMeters;
import io.millrace.redis.claim.ClaimSettings;
import io.millrace.redis.connection.RedisServers;
import io.millrace.redis.layout.QueueKeys;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a {@link RedisListSource} was built with.
 *
 * @param keyOf finds the key of a message; empty where it is the element's own
 * @param weights one for each queue; empty for strict priority
 */
record SourceSettings<T>(
    RedisPayload<T> payload,
    Optional<Function<? super Message<T>, Optional<String>>> keyOf,
    Ordering ordering,
    RedisServers servers,
    List<QueueKeys> queues,
    List<Integer> weights,
    SourceMode mode,
    ClaimSettings claims,
    boolean allowsEviction,
    ClaimMeters meters) {

  String names() {
    return String.join(",", queues.stream().map(QueueKeys::list).toList());
  }

  ListOrder order() {
    return weights.isEmpty() ? ListOrder.strict(queues.size()) : ListOrder.weighted(weights);
  }
}
