package io.millrace.queue.engine;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** What the engine logs meanwhile, kept instead of printed. */
final class Logs implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.millrace.queue.engine");
  private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          events.add(event);
        }
      };

  Logs() {
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  /** Whether a line of that level has all these parts. */
  boolean has(Level level, String... parts) {
    return count(level, parts) > 0;
  }

  /** How many lines of that level have all these parts. */
  long count(Level level, String... parts) {
    return events.stream()
        .filter(event -> event.getLevel() == level && matches(parts).test(event))
        .count();
  }

  private static Predicate<ILoggingEvent> matches(String... parts) {
    return event -> {
      for (String part : parts) {
        if (!event.getFormattedMessage().contains(part)) {
          return false;
        }
      }
      return true;
    };
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setAdditive(true);
    logger.setLevel(null);
  }
}
