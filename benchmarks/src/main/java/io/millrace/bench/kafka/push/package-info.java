/** What batches, linger and compression do to pushes into a topic. */
@NullMarked
package io.millrace.bench.kafka.push;

import org.jspecify.annotations.NullMarked;
