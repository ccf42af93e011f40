/** Judges a run by its events: what was published, handled, settled and committed, and when. */
@NullMarked
package io.millrace.testkit.check;

import org.jspecify.annotations.NullMarked;
