package io.millrace.queue;

import java.util.Map;

/**
 * How a queue stands at one moment. The numbers are read one after the other while the queue works,
 * so sums over them are close, not exact.
 *
 * @param state where it is in its life
 * @param isPaused whether an operator paused it
 * @param producers producers that run
 * @param activeProducers producers that are neither paused nor at their end nor failing
 * @param consumers the number of handlers that may run at once
 * @param maxConsumers how many that can become without a resize; more than {@code consumers} only
 *     in an adaptive queue
 * @param fetched messages handed over by producers so far
 * @param buffered messages ready for a handler
 * @param waiting messages that wait for their retry, or behind another of their key
 * @param inFlight messages with a handler
 * @param heldBytes bytes of all messages fetched and not settled
 * @param settled how many were settled, by kind
 * @param retries attempts that failed and were followed by another
 * @param lag messages left in the backend, or -1 where no producer can tell
 * @param oldestInFlightNanos how long the message longest with a handler has been there; 0 when
 *     there is none
 */
public record QueueSnapshot(
    QueueState state,
    boolean isPaused,
    int producers,
    int activeProducers,
    int consumers,
    int maxConsumers,
    long fetched,
    int buffered,
    int waiting,
    int inFlight,
    long heldBytes,
    Map<Settlement.Kind, Long> settled,
    long retries,
    long lag,
    long oldestInFlightNanos) {}
