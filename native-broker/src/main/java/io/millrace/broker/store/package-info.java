/** Keeps what queues must not forget in the files of one data directory. */
@NullMarked
package io.millrace.broker.store;

import org.jspecify.annotations.NullMarked;
