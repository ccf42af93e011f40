/** Journals of queues that a Redis server keeps. */
@NullMarked
package io.millrace.broker.redis;

import org.jspecify.annotations.NullMarked;
