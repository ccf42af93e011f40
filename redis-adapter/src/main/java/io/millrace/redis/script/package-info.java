/** The scripts that run inside Redis. */
@NullMarked
package io.millrace.redis.script;

import org.jspecify.annotations.NullMarked;
