/** Where a published message goes: exchange types, bindings and the snapshot that routes. */
@NullMarked
package io.millrace.broker.exchange;

import org.jspecify.annotations.NullMarked;
