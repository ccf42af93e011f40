/** The broker that a test is run against. */
@NullMarked
package io.millrace.interop.server;

import org.jspecify.annotations.NullMarked;
