/** Tries decoders with bytes that a search guided by coverage makes up. */
@NullMarked
package io.millrace.fuzz;

import org.jspecify.annotations.NullMarked;
