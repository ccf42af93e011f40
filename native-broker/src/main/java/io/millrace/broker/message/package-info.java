/** What a broker carries: a message, its properties and headers, and their bytes at rest. */
@NullMarked
package io.millrace.broker.message;

import org.jspecify.annotations.NullMarked;
