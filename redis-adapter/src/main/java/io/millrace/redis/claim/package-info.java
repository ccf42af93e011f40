/** What one worker has taken from a queue and not settled. */
@NullMarked
package io.millrace.redis.claim;

import org.jspecify.annotations.NullMarked;
