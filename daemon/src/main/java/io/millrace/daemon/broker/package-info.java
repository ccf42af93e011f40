/**
 * The broker as a program: its settings from a configuration file, its life from start to report.
 */
@NullMarked
package io.millrace.daemon.broker;

import org.jspecify.annotations.NullMarked;
