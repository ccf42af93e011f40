/** A source held in memory that keeps the whole contract of a producer, with faults on demand. */
@NullMarked
package io.millrace.testkit.memory;

import org.jspecify.annotations.NullMarked;
