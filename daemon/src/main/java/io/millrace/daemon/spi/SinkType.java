package io.millrace.daemon.spi;

/** A kind of sink, found with {@link java.util.ServiceLoader}. */
public interface SinkType {
  /** The key below {@code sink:} or {@code dead-letter:} that selects it. */
  String name();

  /** As {@link SourceType#configure}. */
  Sink configure(Options options, PipelineContext context);
}
