/** What a queue measures of itself, as Micrometer meters. */
@NullMarked
package io.millrace.queue.metrics;

import org.jspecify.annotations.NullMarked;
