package io.millrace.testkit.memory;

import io.millrace.queue.Settlement;

/**
 * A settlement as it reached the source.
 *
 * @param delivery which delivery, a number never used twice in a source
 * @param attempt the attempt the settled message carried
 * @param isRefused whether it came too late: the partition was taken away, or the lease had run out
 */
public record SettledDelivery(
    long delivery,
    int partition,
    long offset,
    Settlement.Kind kind,
    int attempt,
    boolean isRefused) {}
