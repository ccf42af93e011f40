package io.millrace.daemon.pipeline;

import io.millrace.daemon.spi.ConfigException;
import java.util.List;

/** Reads the configuration again and makes the pipelines follow it. */
@FunctionalInterface
public interface Reloader {
  /**
   * Applies the configuration as it stands now; a wrong one changes nothing. Waits for a reload
   * under way, and for the pipelines that have to be drained.
   *
   * <p><b>Threads:</b> any.
   *
   * @return what changed, in words, one line for each pipeline, and for each key that takes effect
   *     only at the next start; empty when nothing did
   * @throws ConfigException when the configuration is wrong, with the places
   * @throws IllegalStateException when the process is stopping
   */
  List<String> reload();
}
