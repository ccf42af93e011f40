package io.millrace.redis.lease;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.millrace.redis.claim.ClaimMeters;
import io.millrace.redis.claim.WorkerName;
import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.layout.PopEnd;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.redis.script.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;

/**
 * Gives back what workers of one queue held whose lease has ended, or is missing.
 *
 * <p>All who consume the queue have one; the elected one works, for a while.
 */
public final class Reaper implements Upkeep.Task {
  private static final Logger log = LoggerFactory.getLogger(Reaper.class);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final int AT_ONCE = 100;

  private final String name = WorkerName.next();
  private final QueueKeys keys;
  private final PopEnd popEnd;
  private final Link link;
  private final ClaimMeters meters;
  private final Duration pause;
  private final Adoption adoption;

  /**
   * @param lease how long leases last; dead workers are found a quarter of it later at most, or 5 s
   */
  public Reaper(QueueKeys keys, PopEnd popEnd, Link link, ClaimMeters meters, Duration lease) {
    this.keys = keys;
    this.popEnd = popEnd;
    this.link = link;
    this.meters = meters;
    Duration quarter = lease.dividedBy(4);
    Duration atMost = quarter.compareTo(LONGEST_PAUSE) < 0 ? quarter : LONGEST_PAUSE;
    pause = atMost.compareTo(SHORTEST_PAUSE) > 0 ? atMost : SHORTEST_PAUSE;
    adoption = new Adoption(keys, link, lease);
  }

  @Override
  public Link link() {
    return link;
  }

  @Override
  public Duration run() {
    Object dead =
        link.run(
            Call.of(Script.DECLARE_DEAD)
                .key(keys.leases())
                .key(keys.reaper())
                .add(name)
                .add(2 * pause.toMillis()));
    if (dead instanceof List<?> workers) {
      for (Object worker : workers) {
        reap(new String((byte[]) worker, UTF_8));
      }
    }
    adoption.run();
    return pause;
  }

  private void reap(String worker) {
    List<Long> numbers = new ArrayList<>();
    Object fields = link.run(Call.of(Command.HKEYS).key(keys.claims(worker)));
    for (Object field : (List<?>) requireNonNull(fields)) {
      numbers.add(Long.parseLong(new String((byte[]) field, UTF_8)));
    }
    numbers.sort(Comparator.reverseOrder());
    int moved = 0;
    int first = 0;
    do {
      // Without any claim as well: that ends the lease.
      List<Long> some = numbers.subList(first, Math.min(first + AT_ONCE, numbers.size()));
      Call call =
          Call.of(Script.REAP)
              .key(keys.list())
              .key(keys.head())
              .key(keys.leases())
              .key(keys.claims(worker))
              .add(worker)
              .add(popEnd.name());
      some.forEach(call::add);
      if (link.run(call) instanceof Long count && count > 0) {
        moved += count.intValue();
      }
      first += AT_ONCE;
    } while (first < numbers.size());
    if (moved > 0) {
      meters.recovered(moved);
      log.warn(
          "{}: worker {} is dead; its {} messages are back at the head of the queue",
          keys,
          worker,
          moved);
    }
  }

  @Override
  public String toString() {
    return "the reaper of " + keys;
  }
}
