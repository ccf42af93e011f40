/** What load generators for whole brokers have in common, whatever the protocol. */
@NullMarked
package io.millrace.bench.load;

import org.jspecify.annotations.NullMarked;
