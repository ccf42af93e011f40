/** The engine's API: what producers, consumers and the queue between them promise each other. */
@NullMarked
package io.millrace.queue;

import org.jspecify.annotations.NullMarked;
