package io.millrace.redis.delay;

/**
 * A job on its way to those that wait.
 *
 * @param element as it is to stand in the queue
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record JobToDelay(String id, Due due, byte[] element) {}
