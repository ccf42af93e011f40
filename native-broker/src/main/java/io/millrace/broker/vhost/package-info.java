/** Hosting: virtual hosts whose exchanges, queues and consumers live on owner loops. */
@NullMarked
package io.millrace.broker.vhost;

import org.jspecify.annotations.NullMarked;
