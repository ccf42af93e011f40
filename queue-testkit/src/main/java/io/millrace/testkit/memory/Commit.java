package io.millrace.testkit.memory;

import java.util.SortedSet;

/**
 * What a partition remembers as finished.
 *
 * @param position every offset below it is finished
 * @param beyond finished offsets above it
 */
public record Commit(long position, SortedSet<Long> beyond) {}
