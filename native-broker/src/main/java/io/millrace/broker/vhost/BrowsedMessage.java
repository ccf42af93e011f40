package io.millrace.broker.vhost;

import io.millrace.broker.message.Message;

/**
 * A message that waits in a queue, seen without being taken.
 *
 * @param offset by which the queue knows it
 * @param dueAtMillis before when it is not delivered, in milliseconds since the epoch; 0 for at
 *     once
 */
public record BrowsedMessage(long offset, Message message, long dueAtMillis) {}
