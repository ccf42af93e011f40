/** Publications and the broker's confirms. */
@NullMarked
package io.millrace.amqp.publish;

import org.jspecify.annotations.NullMarked;
