package io.millrace.client.adapter;

import io.millrace.client.BindOptions;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Pusher;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a {@link MillraceSource} is made of; see its builder.
 *
 * @param keyOf empty to take the key of the envelope
 * @param ackTimeout the broker's, for a message that is not acked
 * @param poison where bodies go that are no payload
 */
record SourceSettings<T>(
    MillracePayload<T> payload,
    Optional<Function<? super Message<T>, Optional<String>>> keyOf,
    Ordering ordering,
    BindOptions bind,
    Duration ackTimeout,
    Optional<Pusher<byte[]>> poison) {}
