/** Dead letters in a file of envelopes, as the file sink writes it. */
@NullMarked
package io.millrace.daemon.deadletter.file;

import org.jspecify.annotations.NullMarked;
