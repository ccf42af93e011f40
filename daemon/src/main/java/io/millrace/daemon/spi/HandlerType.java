package io.millrace.daemon.spi;

/** A kind of handler, found with {@link java.util.ServiceLoader}. */
public interface HandlerType {
  /** The key below {@code handler:} that selects it. */
  String name();

  /** As {@link SourceType#configure}. */
  Handler configure(Options options, PipelineContext context);
}
