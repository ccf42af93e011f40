/** Redis lists as a source and a sink of the queue. */
@NullMarked
package io.millrace.redis;

import org.jspecify.annotations.NullMarked;
