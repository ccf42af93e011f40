package io.millrace.broker.vhost;

/**
 * A queue at one moment, as counted by its owner.
 *
 * @param ready messages that wait to be delivered; delayed ones do not count
 * @param unacknowledged messages that are with a consumer
 * @param delayed messages that are not due
 * @param departing dead letters whose copies are not durable yet
 * @param bytes of the bodies of all of them
 * @param consumers that are subscribed
 * @param losses what it has not kept
 */
public record QueueFacts(
    QueueDefinition definition,
    long ready,
    long unacknowledged,
    long delayed,
    long departing,
    long bytes,
    int consumers,
    boolean paused,
    QueueLosses losses) {}
