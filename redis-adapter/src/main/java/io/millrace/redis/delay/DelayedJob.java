package io.millrace.redis.delay;

import io.millrace.queue.Message;
import java.time.Instant;

/**
 * A job that waits for its time.
 *
 * @param id what it can be cancelled by
 * @param due when it is to be in its queue
 * @param message as it will be, with the attempt to come
 */
public record DelayedJob(String id, Instant due, Message<byte[]> message) {}
