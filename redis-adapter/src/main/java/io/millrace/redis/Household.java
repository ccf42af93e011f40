package io.millrace.redis;

import io.millrace.redis.connection.Link;
import io.millrace.redis.connection.RedisServers;
import io.millrace.redis.delay.Mover;
import io.millrace.redis.idle.Doorbell;
import io.millrace.redis.layout.PopEnd;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.redis.lease.Depth;
import io.millrace.redis.lease.Reaper;
import io.millrace.redis.lease.Upkeep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import redis.clients.jedis.exceptions.JedisException;

/** What the producers of a source share: who wakes them, and who looks after their queues. */
final class Household {
  private final List<Doorbell> doorbells = new ArrayList<>();
  private final List<Depth> depths = new ArrayList<>();
  private final List<Mover> movers = new ArrayList<>();
  private final Upkeep upkeep;

  /**
   * @param reports hears how waiting for elements fares
   */
  Household(SourceSettings<?> settings, Consumer<Optional<JedisException>> reports) {
    RedisServers servers = settings.servers();
    PopEnd popEnd = settings.claims().popEnd();
    Duration patience = servers.settings().timeout().plus(Doorbell.WAIT);
    List<Upkeep.Task> tasks = new ArrayList<>();
    for (QueueKeys keys : settings.queues()) {
      doorbells.add(new Doorbell(keys, popEnd, new Link(servers, keys, patience), reports));
      Link link = new Link(servers, keys);
      Depth depth = new Depth(keys, link);
      depths.add(depth);
      tasks.add(depth);
      movers.add(new Mover(servers, keys, popEnd));
      if (settings.mode() == SourceMode.RELIABLE) {
        tasks.add(new Reaper(keys, popEnd, link, settings.meters(), settings.claims().lease()));
      }
    }
    upkeep = new Upkeep(tasks, "millrace-" + settings.names() + "-upkeep");
  }

  /** How many elements wait in all lists. */
  long depth() {
    return depths.stream().mapToLong(Depth::messages).sum();
  }

  /** One for each list. */
  List<Doorbell> doorbells() {
    return doorbells;
  }

  void close() {
    try {
      for (Doorbell doorbell : doorbells) {
        doorbell.close();
      }
      for (Mover mover : movers) {
        mover.close();
      }
      upkeep.close();
    } catch (InterruptedException e) {
      // Their links are cut: they end by themselves.
      Thread.currentThread().interrupt();
    }
  }
}
