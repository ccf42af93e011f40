package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.security.Access;
import io.millrace.broker.security.AccessTable;
import java.util.function.Supplier;

/**
 * Who a client is, for as long as it is connected.
 *
 * @param user empty where nobody is asked
 * @param virtualHost what the client may do there is asked each time: it may change
 */
public record Identity(String user, String virtualHost, Supplier<AccessTable> table) {
  boolean may(Access access, String queue) {
    return user.isEmpty() || table.get().allows(user, virtualHost, access, queue);
  }
}
