package io.millrace.redis.claim;

import io.millrace.redis.layout.PopEnd;
import java.time.Duration;

/**
 * How elements are claimed.
 *
 * @param ordered whether a queue has one reader at a time, so that what belongs together keeps its
 *     order
 * @param batch how many elements one script takes; several run in one round trip
 */
public record ClaimSettings(PopEnd popEnd, boolean ordered, Duration lease, int batch) {}
