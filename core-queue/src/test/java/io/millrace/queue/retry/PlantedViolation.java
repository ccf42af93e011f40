package io.millrace.queue.retry;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A class in a pure package that is not pure: {@code ArchitectureTest} must find all it does. */
final class PlantedViolation {
  private static final Logger LOG = LoggerFactory.getLogger(PlantedViolation.class);

  void misbehave(MeterRegistry registry) {
    registry.counter("planted").increment();
    LOG.info("at {}", System.nanoTime());
    new Thread(registry::close).start();
  }
}
