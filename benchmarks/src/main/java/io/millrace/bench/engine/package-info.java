/** Measures whole queues: adaptive concurrency against fixed, and what metrics cost. */
@NullMarked
package io.millrace.bench.engine;

import org.jspecify.annotations.NullMarked;
