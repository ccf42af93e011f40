/**
 * Keeps account of which offsets of a partition are finished, for sources that settle by position.
 */
@NullMarked
package io.millrace.queue.settle;

import org.jspecify.annotations.NullMarked;
