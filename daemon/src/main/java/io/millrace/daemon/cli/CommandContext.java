package io.millrace.daemon.cli;

import java.io.PrintStream;
import java.util.Map;

/**
 * What a command has of the world outside.
 *
 * @param out for results
 * @param err for logs, errors and progress
 */
record CommandContext(
    Map<String, String> environment, PrintStream out, PrintStream err, Signals signals) {}
