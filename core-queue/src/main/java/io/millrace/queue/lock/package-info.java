/** Locks for the engine's own structures. */
@NullMarked
package io.millrace.queue.lock;

import org.jspecify.annotations.NullMarked;
