/** Work that dead workers left, and jobs that fall due. */
@NullMarked
package io.millrace.redis.lease;

import org.jspecify.annotations.NullMarked;
