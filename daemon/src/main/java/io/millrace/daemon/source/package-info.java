/** What sources have in common. */
@NullMarked
package io.millrace.daemon.source;

import org.jspecify.annotations.NullMarked;
