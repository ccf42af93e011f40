/** The demonstration's backend that is a Redis server. */
@NullMarked
package io.millrace.daemon.demo.redis;

import org.jspecify.annotations.NullMarked;
