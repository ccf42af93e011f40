/** Where a broker is, and the connection to it that its users share. */
@NullMarked
package io.millrace.amqp.connection;

import org.jspecify.annotations.NullMarked;
