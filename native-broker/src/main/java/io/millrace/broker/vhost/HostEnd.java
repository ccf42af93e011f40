package io.millrace.broker.vhost;

import io.millrace.broker.loop.LoopStoppedException;
import io.millrace.broker.loop.OwnerLoop;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a virtual host ends, in order or for ever: its queues first, all at once, then its
 * definitions.
 *
 * <p><b>Threads:</b> {@link #hasBegun} on the topology's loop, the rest from any.
 */
final class HostEnd {
  private static final Logger LOG = LoggerFactory.getLogger(HostEnd.class);

  private final OwnerLoop topologyLoop;
  private final Supplier<RouteSnapshot> routes;
  private final DefinitionStore definitions;

  /** The topology's loop's own. */
  private boolean begun;

  /** Of {@link #stop}, once it has begun; the topology's loop's own. */
  private @Nullable CompletableFuture<Void> stop;

  HostEnd(OwnerLoop topologyLoop, Supplier<RouteSnapshot> routes, DefinitionStore definitions) {
    this.topologyLoop = topologyLoop;
    this.routes = routes;
    this.definitions = definitions;
  }

  /** Whether to refuse whatever is asked. */
  boolean hasBegun() {
    return begun;
  }

  /** Done when everything is durable. */
  CompletableFuture<Void> stop() {
    return topologyLoop.callAsync(
        now -> {
          CompletableFuture<Void> stopping = stop;
          if (stopping == null) {
            begun = true;
            stopping =
                all(HostedQueue::stop)
                    .thenCompose(stopped -> topologyLoop.callAsync(definitions::stop));
            stop = stopping;
          }
          return stopping;
        });
  }

  /** Everything goes, also what is stored. */
  CompletableFuture<Boolean> delete() {
    return topologyLoop
        .call(now -> begun = true)
        .thenCompose(refusing -> all(queue -> queue.delete(DeleteCondition.NONE)))
        .thenCompose(deleted -> topologyLoop.call(now -> definitions.delete()));
  }

  private CompletableFuture<Void> all(Function<HostedQueue, CompletableFuture<?>> ending) {
    Collection<HostedQueue> queues = routes.get().table().queues();
    return CompletableFuture.allOf(
        queues.stream().map(ending).toArray(CompletableFuture<?>[]::new));
  }

  /**
   * Waits for an end.
   *
   * @param endNanos until when, by {@link System#nanoTime}
   * @return whether all was done by then
   */
  static boolean await(CompletableFuture<?> end, long endNanos) throws InterruptedException {
    try {
      end.get(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LoopStoppedException) {
        return true; // and so has all that it owned
      }
      LOG.error("a part of a virtual host could not be stopped in order", e.getCause());
      return false;
    }
  }
}
