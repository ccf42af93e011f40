/** How to reach Redis and its lists, as the configuration says it. */
@NullMarked
package io.millrace.daemon.redis;

import org.jspecify.annotations.NullMarked;
