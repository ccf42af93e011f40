/**
 * Connections to whoever has the keys of a queue: a server, a Sentinel's master, a node of a
 * cluster.
 */
@NullMarked
package io.millrace.redis.connection;

import org.jspecify.annotations.NullMarked;
