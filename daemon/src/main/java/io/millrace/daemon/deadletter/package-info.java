/** Messages set aside, given up or delayed, as operators look at them and choose among them. */
@NullMarked
package io.millrace.daemon.deadletter;

import org.jspecify.annotations.NullMarked;
