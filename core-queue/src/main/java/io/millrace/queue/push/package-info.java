/** Pushers made of other pushers. */
@NullMarked
package io.millrace.queue.push;

import org.jspecify.annotations.NullMarked;
