/** Real Redis servers for tests and demonstrations: one alone, under Sentinel, or a cluster. */
@NullMarked
package io.millrace.testkit.redis;

import org.jspecify.annotations.NullMarked;
