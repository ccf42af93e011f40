/** The {@code class} handler: a Java class of the user's. */
@NullMarked
package io.millrace.daemon.handler.classes;

import org.jspecify.annotations.NullMarked;
