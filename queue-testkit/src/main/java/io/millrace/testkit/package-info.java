/** The contract every adapter passes, and what an adapter's author brings to run it. */
@NullMarked
package io.millrace.testkit;

import org.jspecify.annotations.NullMarked;
