package io.millrace.daemon.spi;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.queue.Ordering;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a part of a pipeline may know of where it runs.
 *
 * @param pipeline the pipeline's name
 * @param baseDirectory what relative paths in the configuration are relative to: the process's
 *     working directory
 * @param stateDirectory where the pipeline may keep what must survive a restart; exists
 * @param meters where to register meters, with the tag {@code pipeline}
 * @param ordering the order that the pipeline keeps
 * @param source where the pipeline's messages come from, for parts that work together with it;
 *     empty for the source itself
 */
public record PipelineContext(
    String pipeline,
    Path baseDirectory,
    Path stateDirectory,
    MeterRegistry meters,
    Ordering ordering,
    Optional<Source> source) {

  /** A pipeline without an order, whose source nobody needs to know. */
  public PipelineContext(
      String pipeline, Path baseDirectory, Path stateDirectory, MeterRegistry meters) {
    this(pipeline, baseDirectory, stateDirectory, meters, Ordering.NONE, Optional.empty());
  }

  /** The same for the parts that are configured after the source. */
  public PipelineContext with(Source newSource) {
    return new PipelineContext(
        pipeline, baseDirectory, stateDirectory, meters, ordering, Optional.of(newSource));
  }
}
