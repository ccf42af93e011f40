/**
 * What the admin endpoints say in JSON, the same records for the server that writes them and the
 * commands that read them.
 */
@NullMarked
package io.millrace.daemon.admin.view;

import org.jspecify.annotations.NullMarked;
