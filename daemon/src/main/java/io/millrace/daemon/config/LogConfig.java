package io.millrace.daemon.config;

import io.millrace.daemon.spi.Options;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The {@code log} section.
 *
 * @param levels the level of single loggers, by name
 */
public record LogConfig(Format format, Level level, Map<String, Level> levels) {

  /** How a line is written. */
  public enum Format {
    /** {@link #TEXT} on a terminal, {@link #JSON} elsewhere. */
    AUTO,
    /** For people. */
    TEXT,
    /** One JSON object a line. */
    JSON
  }

  /** The least severe level that is written. */
  public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    OFF
  }

  public static final LogConfig DEFAULT = new LogConfig(Format.AUTO, Level.INFO, Map.of());

  /** Reads the section; its keys are {@code format, level, levels}. */
  public static LogConfig from(Options options) {
    Format format = options.choice("format", Format.class, Format.AUTO);
    Level level = options.choice("level", Level.class, Level.INFO);
    Map<String, Level> levels = new LinkedHashMap<>();
    options
        .textMap("levels")
        .forEach(
            (logger, name) -> {
              try {
                levels.put(logger, Level.valueOf(name.toUpperCase(Locale.ROOT)));
              } catch (IllegalArgumentException e) {
                throw options.error(
                    "levels",
                    "the level of "
                        + logger
                        + " must be one of trace, debug, info, warn, error, off, found '"
                        + name
                        + "'");
              }
            });
    return new LogConfig(format, level, Map.copyOf(levels));
  }
}
