package io.millrace.daemon.spi;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;

/**
 * What a part of a pipeline may know of where it runs.
 *
 * @param pipeline the pipeline's name
 * @param baseDirectory what relative paths in the configuration are relative to: the process's
 *     working directory
 * @param stateDirectory where the pipeline may keep what must survive a restart; exists
 * @param meters where to register meters, with the tag {@code pipeline}
 */
public record PipelineContext(
    String pipeline, Path baseDirectory, Path stateDirectory, MeterRegistry meters) {}
