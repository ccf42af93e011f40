/** Which messages may run now, and which wait behind one of their key. */
@NullMarked
package io.millrace.queue.order;

import org.jspecify.annotations.NullMarked;
