package io.millrace.redis.push;

import java.util.concurrent.CompletableFuture;

/**
 * An element that gathers into a batch, and who waits for it.
 *
 * @param shard which of the lists it is for
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Waiting(int shard, byte[] element, CompletableFuture<Void> answer) {}
