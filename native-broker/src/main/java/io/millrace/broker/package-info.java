/** A message broker: exchanges, queues and virtual hosts over a store that survives a crash. */
@NullMarked
package io.millrace.broker;

import org.jspecify.annotations.NullMarked;
