/** Measures the broker without a network. */
@NullMarked
package io.millrace.bench.broker;

import org.jspecify.annotations.NullMarked;
