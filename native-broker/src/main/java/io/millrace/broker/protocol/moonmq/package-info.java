/** The front for the native push protocol: frames to what virtual hosts offer, and back. */
@NullMarked
package io.millrace.broker.protocol.moonmq;

import org.jspecify.annotations.NullMarked;
