/** What a message costs a broker that clients of the native protocol reach by sockets. */
@NullMarked
package io.millrace.bench.moonmq;

import org.jspecify.annotations.NullMarked;
