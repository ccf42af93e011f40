/** Bringing dead letters back to where they can be handled. */
@NullMarked
package io.millrace.queue.redrive;

import org.jspecify.annotations.NullMarked;
