package io.millrace.redis.delay;

import java.time.Instant;

/**
 * What came of delaying a job.
 *
 * @param id what it can be cancelled by
 * @param due when it is to be in its queue
 * @param isNew false if a job of this id waited already: that one stays, with its time and payload
 */
public record Delayed(String id, Instant due, boolean isNew) {}
