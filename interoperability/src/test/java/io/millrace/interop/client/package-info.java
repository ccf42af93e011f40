/** A test for each client. */
@NullMarked
package io.millrace.interop.client;

import org.jspecify.annotations.NullMarked;
