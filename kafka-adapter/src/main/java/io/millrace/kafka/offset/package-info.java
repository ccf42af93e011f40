/** Writes into a commit's metadata what is finished beyond the committed offset. */
@NullMarked
package io.millrace.kafka.offset;

import org.jspecify.annotations.NullMarked;
