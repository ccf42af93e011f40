/** The commands that look at and steer a running process through its admin endpoints. */
@NullMarked
package io.millrace.daemon.admin.client;

import org.jspecify.annotations.NullMarked;
