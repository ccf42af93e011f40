package io.millrace.daemon.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets the first of many like warnings and errors pass and counts the others, so that a backend
 * that is down for an hour makes some lines and not a full disk.
 *
 * <p>Two events are alike when level, logger, message and exception are, whatever whole numbers
 * stand in them.
 *
 * <p><b>Threads:</b> one at a time. <b>Limits:</b> beyond {@value #MAX_KINDS} kinds, as when each
 * message names another key, events are alike already when they come from the same statement;
 * beyond twice as many, they pass as they come.
 */
final class Folding {
  static final int MAX_KINDS = 200;
  private static final Pattern NUMBER =
      Pattern.compile("(?<![A-Za-z0-9_.-])[0-9]+(?![A-Za-z0-9_])");

  private static final class Kind {
    private ILoggingEvent last;
    private Instant since;
    private long folded;

    private Kind(ILoggingEvent first, Instant since) {
      this.last = first;
      this.since = since;
    }
  }

  private final Duration window;
  private final Supplier<Instant> clock;
  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /**
   * @param window how long like events are only counted after one was written
   */
  Folding(Duration window, Supplier<Instant> clock) {
    this.window = window;
    this.clock = clock;
  }

  /** Whether the event is to be written; if not, it is counted. */
  boolean admits(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      return true;
    }
    String key = key(event);
    int limit = MAX_KINDS;
    if (kinds.size() >= MAX_KINDS && !kinds.containsKey(key)) {
      key = statement(event);
      limit = 2 * MAX_KINDS;
    }
    Kind kind = kinds.get(key);
    if (kind != null) {
      kind.last = event;
      kind.folded++;
      return false;
    }
    if (kinds.size() < limit) {
      kinds.put(key, new Kind(event, clock.get()));
    }
    return true;
  }

  /**
   * The events to write in the place of those that were folded in windows that are over; the quiet
   * kinds are forgotten.
   */
  List<ILoggingEvent> due() {
    Instant now = clock.get();
    List<ILoggingEvent> due = new ArrayList<>();
    kinds
        .values()
        .removeIf(
            kind -> {
              if (now.isBefore(kind.since.plus(window))) {
                return false;
              }
              if (kind.folded == 0) {
                return true;
              }
              due.add(summary(kind, now));
              return false;
            });
    return due;
  }

  /** As {@link #due}, without waiting for the end of the windows. */
  List<ILoggingEvent> all() {
    Instant now = clock.get();
    return kinds.values().stream()
        .filter(kind -> kind.folded > 0)
        .map(kind -> summary(kind, now))
        .toList();
  }

  private static ILoggingEvent summary(Kind kind, Instant now) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerName(kind.last.getLoggerName());
    event.setLevel(kind.last.getLevel());
    event.setInstant(now);
    event.setMessage(
        "repeated "
            + kind.folded
            + (kind.folded == 1 ? " time" : " times")
            + " in "
            + Duration.between(kind.since, now).toSeconds()
            + " s: "
            + kind.last.getFormattedMessage()
            + reason(kind.last.getThrowableProxy()));
    event.setMDCPropertyMap(kind.last.getMDCPropertyMap());
    if (kind.last.getKeyValuePairs() != null) {
      kind.last.getKeyValuePairs().forEach(event::addKeyValuePair);
    }
    kind.since = now;
    kind.folded = 0;
    return event;
  }

  private static String reason(@Nullable IThrowableProxy thrown) {
    return thrown == null ? "" : ": " + thrown.getClassName() + ": " + thrown.getMessage();
  }

  private static String statement(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    return event.getLevel()
        + " "
        + event.getLoggerName()
        + " "
        + event.getMessage()
        + (thrown == null ? "" : " " + thrown.getClassName());
  }

  private static String key(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    String reason = thrown == null ? "" : thrown.getClassName() + ": " + thrown.getMessage();
    String message =
        event.getLevel()
            + " "
            + event.getLoggerName()
            + " "
            + event.getFormattedMessage()
            + " "
            + reason;
    return NUMBER.matcher(message).replaceAll("#");
  }
}
