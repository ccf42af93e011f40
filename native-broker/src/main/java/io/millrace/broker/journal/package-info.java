/** Where the durable commands of a queue go, so that it can be made again from them. */
@NullMarked
package io.millrace.broker.journal;

import org.jspecify.annotations.NullMarked;
