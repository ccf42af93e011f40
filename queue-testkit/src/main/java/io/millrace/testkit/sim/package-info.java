/**
 * Runs a queue without threads, in virtual time and with seeded faults, and checks its promises
 * after every step.
 */
@NullMarked
package io.millrace.testkit.sim;

import org.jspecify.annotations.NullMarked;
