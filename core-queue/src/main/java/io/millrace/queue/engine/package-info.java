/** Life cycle and wiring of a queue. */
@NullMarked
package io.millrace.queue.engine;

import org.jspecify.annotations.NullMarked;
