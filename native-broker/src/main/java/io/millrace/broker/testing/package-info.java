/** A broker for the tests of whoever uses one, and JUnit's way to it; JUnit is theirs to bring. */
@NullMarked
package io.millrace.broker.testing;

import org.jspecify.annotations.NullMarked;
