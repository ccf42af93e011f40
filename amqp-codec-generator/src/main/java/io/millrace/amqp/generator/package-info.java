/** Writes Java sources for the methods of a protocol from a description of them. */
@NullMarked
package io.millrace.amqp.generator;

import org.jspecify.annotations.NullMarked;
