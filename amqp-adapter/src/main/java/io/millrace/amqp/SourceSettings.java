package io.millrace.amqp;

import io.millrace.amqp.topology.Topology;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Pusher;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an {@link AmqpSource} is made of; see its builder.
 *
 * @param keyOf empty to take the key that the publisher has given
 * @param poison where bodies go that are no payload
 */
record SourceSettings<T>(
    AmqpPayload<T> payload,
    Optional<Function<? super Message<T>, Optional<String>>> keyOf,
    Ordering ordering,
    String queue,
    Topology topology,
    int prefetch,
    Optional<Pusher<byte[]>> poison) {}
