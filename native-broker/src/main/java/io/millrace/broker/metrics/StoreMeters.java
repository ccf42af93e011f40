package io.millrace.broker.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.broker.store.LocalStore;
import io.millrace.broker.store.StoreFigures;
import java.io.IOException;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The meters of a store: {@code millrace_broker_store_*} and that of its disk. */
final class StoreMeters {
  private static final Logger LOG = LoggerFactory.getLogger(StoreMeters.class);
  private static final String BYTES = "bytes";

  private final LocalStore store;
  private final MeterRegistry registry;

  private StoreMeters(LocalStore store, MeterRegistry registry) {
    this.store = store;
    this.registry = registry;
  }

  static void bind(LocalStore store, MeterRegistry registry) {
    new StoreMeters(store, registry).bind();
  }

  private void bind() {
    bytes("log", "Size of the log", StoreFigures::logBytes);
    bytes("log.unsynced", "Of the log, what is not safe yet", StoreFigures::unsyncedBytes);
    bytes("segments", "Size of the segments", StoreFigures::segmentBytes);
    bytes("segments.dead", "Of the segments, what will be given back", StoreFigures::deadBytes);
    Gauge.builder(
            "millrace.broker.store.accepts.messages", store, each -> each.acceptsMessages() ? 1 : 0)
        .description("1 while messages are taken, 0 while the disk is full or too slow")
        .register(registry);
    Gauge.builder("millrace.broker.store.failed", store, each -> each.failure().isPresent() ? 1 : 0)
        .description("1 once the store is unusable until the next start")
        .register(registry);
    Gauge.builder("millrace.broker.disk.free", store, StoreMeters::freeBytes)
        .description("What is free of the disk with the data directory")
        .baseUnit(BYTES)
        .register(registry);
    FunctionCounter.builder(
            "millrace.broker.store.checkpoints", store, each -> each.figures().checkpoints())
        .description("Checkpoints that were made")
        .register(registry);
  }

  private void bytes(String what, String description, ToDoubleFunction<StoreFigures> value) {
    Gauge.builder(
            "millrace.broker.store." + what, store, each -> value.applyAsDouble(each.figures()))
        .description(description)
        .baseUnit(BYTES)
        .register(registry);
  }

  private static double freeBytes(LocalStore store) {
    try {
      return store.freeBytes();
    } catch (IOException e) {
      LOG.debug("the disk does not say what is free", e);
      return Double.NaN;
    }
  }
}
