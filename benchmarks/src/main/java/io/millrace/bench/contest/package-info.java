/** Measures ways to do one thing side by side, each in a process of its own. */
@NullMarked
package io.millrace.bench.contest;

import org.jspecify.annotations.NullMarked;
