/** Programs that use Millrace as a library, and code for its configuration files to name. */
@NullMarked
package io.millrace.examples;

import org.jspecify.annotations.NullMarked;
