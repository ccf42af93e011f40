package io.millrace.daemon.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * The pipelines of this process, also those that have come to their end.
 *
 * <p><b>Threads:</b> any; no method blocks.
 */
public interface PipelineRegistry {
  /** In the order of the configuration. */
  List<PipelineView> list();

  Optional<PipelineView> find(String name);
}
