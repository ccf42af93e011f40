/** Whether those are there who are expected to consume queues. */
@NullMarked
package io.millrace.broker.attendance;

import org.jspecify.annotations.NullMarked;
