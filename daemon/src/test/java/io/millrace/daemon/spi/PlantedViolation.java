package io.millrace.daemon.spi;

import io.millrace.daemon.cli.Main;
import io.millrace.queue.engine.QueueEngine;

/** Knows the command line and the inside of the engine: {@code ArchitectureTest} must find both. */
record PlantedViolation(Main commandLine, QueueEngine<String> engine) {}
