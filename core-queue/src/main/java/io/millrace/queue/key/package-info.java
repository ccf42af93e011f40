/** What sources do about the keys of their messages. */
@NullMarked
package io.millrace.queue.key;

import org.jspecify.annotations.NullMarked;
