package io.millrace.kafka.departure;

import io.millrace.queue.Message;
import io.millrace.queue.Pusher;

/**
 * A record on its way to somewhere else, where it must be safe before it counts as finished here.
 *
 * @param record what its source knows it by
 * @param message what is pushed
 * @param to where it goes
 */
record Departure<R>(R record, Message<byte[]> message, Pusher<byte[]> to) {}
