/** Ways to consume a topic, side by side on one broker. */
@NullMarked
package io.millrace.bench.kafka;

import org.jspecify.annotations.NullMarked;
