/** What monitoring is told: the meters of a broker. */
@NullMarked
package io.millrace.broker.metrics;

import org.jspecify.annotations.NullMarked;
