/** Wiring and life cycle: what puts the parts of the broker together. */
@NullMarked
package io.millrace.broker.server;

import org.jspecify.annotations.NullMarked;
