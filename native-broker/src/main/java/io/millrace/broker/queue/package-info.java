/**
 * The rules of a queue: a deterministic machine that turns commands into durable facts and effects.
 */
@NullMarked
package io.millrace.broker.queue;

import org.jspecify.annotations.NullMarked;
