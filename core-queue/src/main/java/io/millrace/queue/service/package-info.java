/** Services that start and stop together, in the order in which they need each other. */
@NullMarked
package io.millrace.queue.service;

import org.jspecify.annotations.NullMarked;
