/** Queues of the broker as source and sink of the engine. */
@NullMarked
package io.millrace.client.adapter;

import org.jspecify.annotations.NullMarked;
