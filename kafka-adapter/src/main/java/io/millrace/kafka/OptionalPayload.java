package io.millrace.kafka;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tombstones as empty options, see {@link KafkaPayload#withTombstones}. */
final class OptionalPayload<T> implements KafkaPayload<Optional<T>> {
  private final KafkaPayload<T> values;

  OptionalPayload(KafkaPayload<T> values) {
    this.values = values;
  }

  @Override
  public Optional<T> decode(byte @Nullable [] value) throws Exception {
    return value == null ? Optional.empty() : Optional.of(values.decode(value));
  }

  @Override
  public byte @Nullable [] encode(Optional<T> payload) throws Exception {
    return payload.isEmpty() ? null : values.encode(payload.get());
  }
}
