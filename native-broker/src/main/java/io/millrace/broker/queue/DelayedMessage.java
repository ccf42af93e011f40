package io.millrace.broker.queue;

/**
 * A message that is not to be delivered yet, in a listing.
 *
 * @param dueAtMillis when it will be, rounded up by a few milliseconds
 */
public record DelayedMessage(long offset, long dueAtMillis) {}
