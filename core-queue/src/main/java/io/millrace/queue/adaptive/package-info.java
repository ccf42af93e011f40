/** How many handlers should run at once, from what was measured. */
@NullMarked
package io.millrace.queue.adaptive;

import org.jspecify.annotations.NullMarked;
