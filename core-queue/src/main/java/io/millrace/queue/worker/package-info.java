/** The threads that a queue's loops run on. */
@NullMarked
package io.millrace.queue.worker;

import org.jspecify.annotations.NullMarked;
