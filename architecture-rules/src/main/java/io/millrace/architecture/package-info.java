/**
 * What the tests of every module share: the rules about names, packages and dependencies, and how
 * long they wait.
 */
@NullMarked
package io.millrace.architecture;

import org.jspecify.annotations.NullMarked;
