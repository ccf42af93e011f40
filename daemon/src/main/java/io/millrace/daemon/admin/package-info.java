/**
 * The HTTP endpoints by which operators and monitoring see and steer the pipelines of one process.
 */
@NullMarked
package io.millrace.daemon.admin;

import org.jspecify.annotations.NullMarked;
