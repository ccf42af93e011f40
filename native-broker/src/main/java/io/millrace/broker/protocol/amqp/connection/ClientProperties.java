package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Text;

/**
 * What a client has said of itself in connection.start-ok.
 *
 * @param connectionName what its operators call the connection; may be empty
 * @param takesCancelNotices whether it understands a basic.cancel from the broker
 * @param takesBlockedNotices whether it understands connection.blocked
 * @param takesLoginRefusals whether it understands a connection.close instead of being let in
 */
record ClientProperties(
    String connectionName,
    boolean takesCancelNotices,
    boolean takesBlockedNotices,
    boolean takesLoginRefusals) {
  static final ClientProperties UNKNOWN = new ClientProperties("", false, false, false);

  static ClientProperties of(Headers properties) {
    Headers capabilities =
        properties.get("capabilities") instanceof HeaderValue.Table table
            ? table.headers()
            : Headers.EMPTY;
    return new ClientProperties(
        properties.get("connection_name") instanceof Text name ? name.toString() : "",
        has(capabilities, "consumer_cancel_notify"),
        has(capabilities, "connection.blocked"),
        has(capabilities, "authentication_failure_close"));
  }

  private static boolean has(Headers capabilities, String name) {
    return capabilities.get(name) instanceof HeaderValue.Flag flag && flag.value();
  }
}
