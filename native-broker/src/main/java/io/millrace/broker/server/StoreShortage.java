package io.millrace.broker.server;

import io.millrace.broker.protocol.amqp.connection.Shortage;
import io.millrace.broker.store.LocalStore;
import java.util.Optional;

/** Whether a store has room for what is published. From any thread, never blocks. */
final class StoreShortage implements Shortage {
  private static final Optional<String> LOW_ON_DISK = Optional.of("low on disk");

  private final LocalStore store;

  StoreShortage(LocalStore store) {
    this.store = store;
  }

  @Override
  public Optional<String> reason() {
    return store.isNearlyFull() ? LOW_ON_DISK : Optional.empty();
  }
}
