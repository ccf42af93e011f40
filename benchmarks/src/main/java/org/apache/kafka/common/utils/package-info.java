/** What Kafka's client no longer has and a library measured here still needs. */
@NullMarked
package org.apache.kafka.common.utils;

import org.jspecify.annotations.NullMarked;
