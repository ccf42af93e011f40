/** What becomes of what a source reads and can make no message of. */
@NullMarked
package io.millrace.queue.poison;

import org.jspecify.annotations.NullMarked;
