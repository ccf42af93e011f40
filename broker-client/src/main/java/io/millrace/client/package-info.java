/** The native push protocol of the broker, from the client's side. */
@NullMarked
package io.millrace.client;

import org.jspecify.annotations.NullMarked;
