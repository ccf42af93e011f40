package io.millrace.broker.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.broker.vhost.QueueLosses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Counters of queues that have not kept messages. A queue has them from the first such message on,
 * for as long as it is there and among the worst.
 *
 * <p>For one thread at a time.
 */
final class LossMeters {
  private final MeterRegistry registry;
  private final Map<Name, Counters> known = new HashMap<>();

  /** Of a queue. */
  private record Name(String virtualHost, String queue) {
    static Name of(QueueCensus.Member member) {
      return new Name(member.virtualHost(), member.facts().definition().name());
    }
  }

  /** Those of one queue, which ask this. */
  private static final class Counters {
    private volatile QueueLosses losses;
    private final List<Meter> meters = new ArrayList<>();

    Counters(QueueLosses losses) {
      this.losses = losses;
    }
  }

  LossMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** There are counters of those queues from now on, and of no others. */
  void update(List<QueueCensus.Member> worst) {
    Set<Name> named = new HashSet<>();
    for (QueueCensus.Member member : worst) {
      Name name = Name.of(member);
      named.add(name);
      Counters counters = known.computeIfAbsent(name, fresh -> register(fresh, member));
      counters.losses = member.facts().losses();
    }
    known
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !named.contains(entry.getKey());
              if (gone) {
                entry.getValue().meters.forEach(registry::remove);
              }
              return gone;
            });
  }

  private Counters register(Name name, QueueCensus.Member member) {
    Counters counters = new Counters(member.facts().losses());
    add(name, counters, "expired", "Messages whose time was over", QueueLosses::expired);
    add(name, counters, "dropped", "Messages that made room", QueueLosses::dropped);
    add(name, counters, "refused", "Messages that found no room", QueueLosses::refused);
    return counters;
  }

  private void add(
      Name name,
      Counters counters,
      String what,
      String description,
      ToLongFunction<QueueLosses> value) {
    counters.meters.add(
        FunctionCounter.builder(
                "millrace.broker.queue.messages." + what,
                counters,
                asked -> value.applyAsLong(asked.losses))
            .description(description)
            .tags(Tags.of("vhost", name.virtualHost(), "queue", name.queue()))
            .register(registry));
  }
}
