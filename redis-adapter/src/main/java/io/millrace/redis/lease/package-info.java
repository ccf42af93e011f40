/** Work that dead workers left. */
@NullMarked
package io.millrace.redis.lease;

import org.jspecify.annotations.NullMarked;
