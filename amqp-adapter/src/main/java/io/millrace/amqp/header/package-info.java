/** Headers of messages as properties of AMQP, and back. */
@NullMarked
package io.millrace.amqp.header;

import org.jspecify.annotations.NullMarked;
