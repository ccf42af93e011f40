/** The life of an AMQP 0-9-1 connection: from the protocol header to the last close-ok. */
@NullMarked
package io.millrace.broker.protocol.amqp.connection;

import org.jspecify.annotations.NullMarked;
