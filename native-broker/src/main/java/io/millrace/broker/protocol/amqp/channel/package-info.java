/** What an AMQP 0-9-1 channel understands: its methods, taken to a virtual host and back. */
@NullMarked
package io.millrace.broker.protocol.amqp.channel;

import org.jspecify.annotations.NullMarked;
