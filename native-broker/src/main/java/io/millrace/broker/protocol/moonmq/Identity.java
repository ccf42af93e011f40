package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.security.Access;
import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.Admission;
import java.util.function.Supplier;

/**
 * Who a client is, for as long as it is connected.
 *
 * @param admission by what it is in its virtual host
 * @param table what the client may do is asked each time: it may change
 */
public record Identity(Admission admission, Supplier<AccessTable> table) {
  /** Empty where nobody is asked. */
  String user() {
    return admission.user();
  }

  boolean may(Access access, String queue) {
    return user().isEmpty() || table.get().allows(user(), admission.virtualHost(), access, queue);
  }
}
