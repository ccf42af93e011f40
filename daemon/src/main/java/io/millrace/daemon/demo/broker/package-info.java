/** The demonstration with the broker that Millrace brings along. */
@NullMarked
package io.millrace.daemon.demo.broker;

import org.jspecify.annotations.NullMarked;
