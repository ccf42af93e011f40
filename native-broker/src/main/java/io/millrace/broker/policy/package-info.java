/** Policies: settings for queues and exchanges by their names. */
@NullMarked
package io.millrace.broker.policy;

import org.jspecify.annotations.NullMarked;
