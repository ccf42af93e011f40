package io.millrace.kafka.share;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;

/**
 * What the members of one source count.
 *
 * <p><b>Threads:</b> any.
 */
public final class ShareMeters {
  private final Counter lapsed;
  private final Counter failed;
  private final Counter renewed;
  private final Counter lastDeliveries;
  private final Counter exhausted;
  private final Counter poisonRejected;

  public ShareMeters(MeterRegistry registry, Iterable<Tag> tags) {
    lapsed =
        Counter.builder("millrace.share.lapsed")
            .description("Records whose lock was lost before they were settled")
            .tags(tags)
            .register(registry);
    failed =
        Counter.builder("millrace.share.acknowledgements.failed")
            .description("Acknowledgements that the broker did not take")
            .tags(tags)
            .register(registry);
    renewed =
        Counter.builder("millrace.share.renewals")
            .description("Locks that were renewed")
            .tags(tags)
            .register(registry);
    lastDeliveries =
        Counter.builder("millrace.share.last.deliveries")
            .description("Records that came with the last delivery that their group allows")
            .tags(tags)
            .register(registry);
    exhausted =
        Counter.builder("millrace.share.exhausted")
            .description("Records given back after the last delivery that their group allows")
            .tags(tags)
            .register(registry);
    poisonRejected =
        Counter.builder("millrace.share.poison.rejected")
            .description("Records rejected as their value is no payload")
            .tags(tags)
            .register(registry);
  }

  void lapsed(int count) {
    lapsed.increment(count);
  }

  void acknowledgementsFailed(int count) {
    failed.increment(count);
  }

  void renewed(int count) {
    renewed.increment(count);
  }

  void lastDelivery() {
    lastDeliveries.increment();
  }

  public void exhausted() {
    exhausted.increment();
  }

  public void poisonRejected() {
    poisonRejected.increment();
  }
}
