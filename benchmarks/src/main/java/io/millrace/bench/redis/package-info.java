/** Ways to consume a list, side by side on one server. */
@NullMarked
package io.millrace.bench.redis;

import org.jspecify.annotations.NullMarked;
