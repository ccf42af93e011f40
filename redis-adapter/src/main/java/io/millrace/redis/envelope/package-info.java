/** What an element of a list carries besides its payload. */
@NullMarked
package io.millrace.redis.envelope;

import org.jspecify.annotations.NullMarked;
