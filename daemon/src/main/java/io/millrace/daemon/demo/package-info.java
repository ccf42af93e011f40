/**
 * Demonstrations: a real backend is started, filled and consumed, and what comes out is checked.
 */
@NullMarked
package io.millrace.daemon.demo;

import org.jspecify.annotations.NullMarked;
