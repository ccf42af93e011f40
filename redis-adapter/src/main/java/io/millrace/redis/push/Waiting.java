package io.millrace.redis.push;

import java.util.concurrent.CompletableFuture;

/**
 * An element that gathers into a batch, and who waits for it.
 *
 * @param shard which of the lists it is for
 */
record Waiting(int shard, Element element, CompletableFuture<Void> answer) {}
