package io.millrace.broker.redis;

import io.millrace.broker.redis.Server.RefusedException;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the server that has the keys: the one there is, or that node of a cluster which has their
 * slot, as others tell. For one thread at a time; blocks.
 */
final class Nodes {
  private final RedisSettings settings;

  /** Where the keys are, as a node has told; null while none has, or when that is not reached. */
  private @Nullable RedisAddress master;

  Nodes(RedisSettings settings) {
    this.settings = settings;
  }

  /**
   * A connection to where the keys are, or to a node that tells where.
   *
   * @throws IOException if none can be reached, or lets us in
   */
  Server connect() throws IOException {
    Set<RedisAddress> candidates = new LinkedHashSet<>();
    if (master != null) {
      candidates.add(master);
    }
    candidates.addAll(settings.addresses());
    IOException failure = null;
    for (RedisAddress each : candidates) {
      try {
        return Server.connect(settings, each);
      } catch (IOException another) {
        if (failure == null) {
          failure = another;
        } else {
          failure.addSuppressed(another);
        }
      }
    }
    master = null;
    throw failure == null ? new IOException("no address of Redis") : failure;
  }

  /** Whether a refusal tells where the keys are; the next connection goes there then. */
  boolean learnFrom(RefusedException refusal) {
    refusal.movedTo().ifPresent(address -> master = address);
    return refusal.movedTo().isPresent();
  }
}
