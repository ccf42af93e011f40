/** The other ways by which records leave a source than through a handler. */
@NullMarked
package io.millrace.kafka.departure;

import org.jspecify.annotations.NullMarked;
