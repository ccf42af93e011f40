/** HTTP: messages for whoever has no client, and what watches over the broker. */
@NullMarked
package io.millrace.broker.protocol.http;

import org.jspecify.annotations.NullMarked;
