/** Real RabbitMQ servers for tests, which a test may kill, stop, pause and start again. */
@NullMarked
package io.millrace.testkit.rabbitmq;

import org.jspecify.annotations.NullMarked;
