/** What real servers for tests are made of, and suffer from, whatever they serve. */
@NullMarked
package io.millrace.testkit.server;

import org.jspecify.annotations.NullMarked;
