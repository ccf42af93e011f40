/** What a message costs a broker of any make that clients reach by AMQP 0-9-1. */
@NullMarked
package io.millrace.bench.amqp;

import org.jspecify.annotations.NullMarked;
