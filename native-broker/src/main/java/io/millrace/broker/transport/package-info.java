/** Sockets: the event loops of the fronts, where they listen, and when they read on. */
@NullMarked
package io.millrace.broker.transport;

import org.jspecify.annotations.NullMarked;
