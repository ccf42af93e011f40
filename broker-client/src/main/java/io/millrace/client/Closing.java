package io.millrace.client;

import java.util.function.LongConsumer;

/**
 * How something is closed together with others.
 *
 * @param begin takes nothing more; never blocks
 * @param end waits until it is closed, for no longer than so many nanoseconds, and not at all on
 *     the client's own threads
 */
record Closing(Runnable begin, LongConsumer end) {}
