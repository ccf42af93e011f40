package io.millrace.broker.server;

import io.millrace.broker.attendance.Attendance;
import io.millrace.broker.protocol.http.Health;
import java.util.Optional;

/** How a broker is. From any thread, never blocks. */
final class BrokerHealth implements Health {
  private final BrokerStore store;
  private final Attendance attendance;

  /** Set by whoever closes the broker, read by any thread. */
  private volatile boolean stopping;

  BrokerHealth(BrokerStore store, Attendance attendance) {
    this.store = store;
    this.attendance = attendance;
  }

  /** From now on it is not ready. */
  void stops() {
    stopping = true;
  }

  @Override
  public Optional<String> failure() {
    return store
        .failure()
        .get()
        .map(why -> "the store has failed, start the broker anew: " + why.getMessage());
  }

  @Override
  public Optional<String> notReady() {
    if (stopping) {
      return Optional.of("the broker stops");
    }
    return failure().or(() -> store.whyNoMessages().get());
  }

  @Override
  public Optional<String> missingConsumers() {
    return attendance.missing();
  }
}
