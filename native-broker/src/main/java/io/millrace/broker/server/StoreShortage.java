package io.millrace.broker.server;

import io.millrace.broker.protocol.amqp.connection.Shortage;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Whether a store has room for what is published. From any thread, never blocks. */
final class StoreShortage implements Shortage {
  private final BooleanSupplier isNearlyFull;
  private final Optional<String> reason;

  /**
   * @param isNearlyFull from any thread, never blocks
   * @param reason what clients are told: of where and how messages are kept it says nothing
   */
  StoreShortage(BooleanSupplier isNearlyFull, String reason) {
    this.isNearlyFull = isNearlyFull;
    this.reason = Optional.of(reason);
  }

  @Override
  public Optional<String> reason() {
    return isNearlyFull.getAsBoolean() ? reason : Optional.empty();
  }
}
