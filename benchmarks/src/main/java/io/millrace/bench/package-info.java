/** Measures the engine's hand-over side by side with the queues one would use instead. */
@NullMarked
package io.millrace.bench;

import org.jspecify.annotations.NullMarked;
