/**
 * Random scripts that are run against RabbitMQ and against a broker in steps, of which each has to
 * be answered alike by both.
 */
@NullMarked
package io.millrace.interop.differential;

import org.jspecify.annotations.NullMarked;
