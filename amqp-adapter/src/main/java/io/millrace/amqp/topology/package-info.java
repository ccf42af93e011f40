/** The queues, exchanges and bindings that a source or sink declares. */
@NullMarked
package io.millrace.amqp.topology;

import org.jspecify.annotations.NullMarked;
