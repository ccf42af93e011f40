package io.millrace.testkit.memory;

import io.millrace.queue.Settlement;
import io.millrace.testkit.check.EventLog;
import io.millrace.testkit.check.LogEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a {@link MemorySource} remembers for inspection. Guarded by the source's lock. */
final class Ledger<T> {
  private final Optional<EventLog> events;
  private final List<SettledDelivery> settlements = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private long deliveries;

  Ledger(Optional<EventLog> events) {
    this.events = events;
  }

  long nextDelivery() {
    return deliveries++;
  }

  void published(int partition, long offset) {
    events.ifPresent(log -> log.accept(new LogEvent.Published(partition, offset)));
  }

  void told(Delivery<T> delivery, Settlement.Kind kind) {
    events.ifPresent(
        log ->
            log.accept(
                new LogEvent.Settled(
                    delivery.number, delivery.partition.index(), delivery.entry.offset, kind)));
  }

  void settled(Delivery<T> delivery, Settlement<T> settlement, boolean isRefused) {
    settlements.add(
        new SettledDelivery(
            delivery.number,
            delivery.partition.index(),
            delivery.entry.offset,
            settlement.kind(),
            settlement.message().attempt(),
            isRefused));
  }

  void committed(MemoryPartition<T> partition) {
    events.ifPresent(
        log -> {
          Commit commit = partition.commit();
          log.accept(new LogEvent.Committed(partition.index(), commit.position(), commit.beyond()));
        });
  }

  void violation(String what) {
    violations.add(what);
  }

  long deliveries() {
    return deliveries;
  }

  List<SettledDelivery> settlements() {
    return List.copyOf(settlements);
  }

  List<String> violations() {
    return List.copyOf(violations);
  }
}
