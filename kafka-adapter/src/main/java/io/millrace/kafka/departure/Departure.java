package io.millrace.kafka.departure;

import io.millrace.kafka.assignment.AssignedPartition;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;

/**
 * A record on its way to somewhere else, where it must be safe before it counts as finished here.
 *
 * @param partition where it was read
 * @param message what is pushed; its offset is the record's
 * @param to where it goes
 */
record Departure(AssignedPartition partition, Message<byte[]> message, Pusher<byte[]> to) {}
