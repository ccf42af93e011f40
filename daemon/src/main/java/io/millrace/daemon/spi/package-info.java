/** What a source, a sink or a handler must offer to be named in a configuration file. */
@NullMarked
package io.millrace.daemon.spi;

import org.jspecify.annotations.NullMarked;
