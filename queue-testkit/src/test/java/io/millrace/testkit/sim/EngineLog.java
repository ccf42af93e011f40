package io.millrace.testkit.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What the engine has to say about the faults of thousands of seeds; a single seed that is replayed
 * is heard.
 */
final class EngineLog {
  private EngineLog() {}

  static void off() {
    if (Long.getLong(Simulation.SEED_PROPERTY) == null) {
      level(Level.OFF);
    }
  }

  static void on() {
    level(null);
  }

  private static void level(@Nullable Level level) {
    ((Logger) LoggerFactory.getLogger("io.millrace.queue")).setLevel(level);
  }
}
