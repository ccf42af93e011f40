package io.millrace.daemon.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.slf4j.event.KeyValuePair;

/**
 * Lines for people: <code>2026-11-21T03:31:45.123Z INFO  Pipelines: reload: notify: added</code>.
 */
final class TextLayout extends LayoutBase<ILoggingEvent> {
  static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private final boolean isColoured;

  TextLayout(boolean isColoured) {
    this.isColoured = isColoured;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    line.append(painted("2", TIME.format(event.getInstant()))).append(' ');
    line.append(painted(colour(event.getLevel()), String.format("%-5s", event.getLevel())))
        .append(' ');
    if (event.getLevel().isGreaterOrEqual(Level.WARN)
        || !event.getLevel().isGreaterOrEqual(Level.INFO)) {
      line.append(event.getLoggerName().substring(event.getLoggerName().lastIndexOf('.') + 1))
          .append(": ");
    }
    line.append(Printable.of(String.valueOf(event.getFormattedMessage())));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        // A message names its pipeline by itself; the field is for machines.
        if (!pair.key.equals("pipeline")) {
          line.append(' ')
              .append(pair.key)
              .append('=')
              .append(Printable.of(String.valueOf(pair.value)));
        }
      }
    }
    line.append('\n');
    if (event.getThrowableProxy() != null) {
      String stack = ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing();
      line.append("    ").append(Printable.of(stack)).append('\n');
    }
    return line.toString();
  }

  private String painted(String colour, String text) {
    return isColoured && !colour.isEmpty() ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
  }

  private static String colour(Level level) {
    if (level.isGreaterOrEqual(Level.ERROR)) {
      return "1;31";
    }
    return level.isGreaterOrEqual(Level.WARN) ? "33" : "";
  }
}
