package io.millrace.daemon.spi;

/** A kind of source, found with {@link java.util.ServiceLoader}. */
public interface SourceType {
  /** The key below {@code source:} that selects it. */
  String name();

  /**
   * Reads the options and makes the source, without touching the backend yet: {@code millrace
   * config check} calls this too.
   *
   * @throws ConfigException when the options are wrong
   */
  Source configure(Options options, PipelineContext context);
}
