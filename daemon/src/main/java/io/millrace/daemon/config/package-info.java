/**
 * The configuration file: read with the place of every value, overridden, checked to the last key,
 * and printed.
 */
@NullMarked
package io.millrace.daemon.config;

import org.jspecify.annotations.NullMarked;
