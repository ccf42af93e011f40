/**
 * The life of the pipelines of one process: built from a configuration, started, reloaded and
 * stopped.
 */
@NullMarked
package io.millrace.daemon.pipeline;

import org.jspecify.annotations.NullMarked;
