/** Dead letters in queues of the broker: looked at, sent back, dropped. */
@NullMarked
package io.millrace.client.deadletter;

import org.jspecify.annotations.NullMarked;
