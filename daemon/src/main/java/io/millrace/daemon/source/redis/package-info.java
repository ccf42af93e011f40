/**
 * The {@code redis} source: lists of a Redis server, of a master with Sentinels, or of a cluster.
 */
@NullMarked
package io.millrace.daemon.source.redis;

import org.jspecify.annotations.NullMarked;
