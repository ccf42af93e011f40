/** The names of the keys that belong to one queue. */
@NullMarked
package io.millrace.redis.layout;

import org.jspecify.annotations.NullMarked;
