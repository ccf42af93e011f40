/** What a message carries besides its payload, where a backend has no place for it. */
@NullMarked
package io.millrace.queue.envelope;

import org.jspecify.annotations.NullMarked;
