/** Reads what go-queue's {@code kq} is configured by, and says the same in our words. */
@NullMarked
package io.millrace.daemon.kq;

import org.jspecify.annotations.NullMarked;
