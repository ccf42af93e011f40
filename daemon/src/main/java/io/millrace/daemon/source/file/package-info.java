/**
 * The {@code file} source: lines of files, followed through growth and rotation, with positions
 * that survive a crash.
 */
@NullMarked
package io.millrace.daemon.source.file;

import org.jspecify.annotations.NullMarked;
