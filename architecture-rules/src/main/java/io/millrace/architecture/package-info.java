/** The rules about names, packages and dependencies that hold in every module. */
@NullMarked
package io.millrace.architecture;

import org.jspecify.annotations.NullMarked;
