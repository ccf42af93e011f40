/** The frames of the native push protocol: bytes to records and back, for clients and broker. */
@NullMarked
package io.millrace.client.codec;

import org.jspecify.annotations.NullMarked;
