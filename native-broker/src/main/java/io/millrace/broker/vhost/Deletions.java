package io.millrace.broker.vhost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The names of queues that are being deleted, and who waits for them.
 *
 * <p>Owned by the topology's loop.
 */
final class Deletions {
  private final Map<String, List<CompletableFuture<@Nullable Void>>> waiting = new HashMap<>();

  /** Of one that is not under way. */
  void begin(String name) {
    waiting.put(name, new ArrayList<>());
  }

  boolean isUnderWay(String name) {
    return waiting.containsKey(name);
  }

  /** Waits until one that is under way has ended; the first to wait is the first to go on. */
  CompletableFuture<@Nullable Void> end(String name) {
    CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    List<CompletableFuture<@Nullable Void>> others = waiting.get(name);
    if (others == null) {
      throw new IllegalStateException("nobody deletes " + name);
    }
    others.add(end);
    return end;
  }

  /** The queue is deleted, or could not be: whoever waits for its name goes on, in this call. */
  boolean finish(String name) {
    List<CompletableFuture<@Nullable Void>> ended = waiting.remove(name);
    if (ended != null) {
      ended.forEach(end -> end.complete(null));
    }
    return ended != null;
  }
}
