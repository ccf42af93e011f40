package io.millrace.daemon.spi;

/** A kind of sink, found with {@link java.util.ServiceLoader}. */
public interface SinkType {
  /** The key below {@code sink:} or {@code dead-letter:} that selects it. */
  String name();

  /** As {@link SourceType#configure}. */
  Sink configure(Options options, PipelineContext context);

  /**
   * As {@link #configure}, of a sink below {@code dead-letter}: where there is a choice, its
   * default is what tells why a message was given up.
   */
  default Sink configureDeadLetters(Options options, PipelineContext context) {
    return configure(options, context);
  }
}
