/** Regular expressions for names, which nobody can write so that matching takes for ever. */
@NullMarked
package io.millrace.broker.pattern;

import org.jspecify.annotations.NullMarked;
