/** Programs of other languages that tests run. */
@NullMarked
package io.millrace.interop.program;

import org.jspecify.annotations.NullMarked;
