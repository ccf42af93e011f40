/** Who may do what: users with their passwords and permissions, and limits. */
@NullMarked
package io.millrace.broker.security;

import org.jspecify.annotations.NullMarked;
