package io.millrace.redis.claim;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;

/**
 * What the workers of one source count.
 *
 * <p><b>Threads:</b> any.
 */
public final class ClaimMeters {
  private final Counter fenced;
  private final Counter lost;
  private final Counter renewals;
  private final Counter recovered;
  private final Counter buried;

  public ClaimMeters(MeterRegistry registry, Iterable<Tag> tags) {
    fenced =
        Counter.builder("millrace.fenced.results")
            .description("Results refused as their lease had ended")
            .tags(tags)
            .register(registry);
    lost =
        Counter.builder("millrace.redis.leases.lost")
            .description("Leases that ended while their messages were in the queue")
            .tags(tags)
            .register(registry);
    renewals =
        Counter.builder("millrace.redis.renewals")
            .description("Leases that were renewed")
            .tags(tags)
            .register(registry);
    recovered =
        Counter.builder("millrace.redis.recovered")
            .description("Messages of dead workers put back to their queue from here")
            .tags(tags)
            .register(registry);
    buried =
        Counter.builder("millrace.redis.poison")
            .description("Elements that are no message, put to the dead letters")
            .tags(tags)
            .register(registry);
  }

  void fenced(int count) {
    fenced.increment(count);
  }

  void lost() {
    lost.increment();
  }

  void renewed() {
    renewals.increment();
  }

  void buried() {
    buried.increment();
  }

  /** A reaper has put messages back. */
  public void recovered(int count) {
    recovered.increment(count);
  }
}
