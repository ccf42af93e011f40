package io.millrace.kafka;

import org.jspecify.annotations.Nullable;

/** Values as they are, see {@link KafkaPayload#bytes}. */
public final class BytesPayload implements KafkaPayload<byte[]> {
  static final BytesPayload INSTANCE = new BytesPayload();

  /**
   * The payload of a tombstone. Told from other empty arrays by identity, so that a tombstone that
   * passes through a queue untouched is still one at its end.
   */
  @SuppressWarnings("MutablePublicArray") // an empty array cannot be changed
  public static final byte[] TOMBSTONE = {};

  private BytesPayload() {}

  @Override
  public byte[] decode(byte @Nullable [] value) {
    return value == null ? TOMBSTONE : value;
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public byte @Nullable [] encode(byte[] payload) {
    return payload == TOMBSTONE ? null : payload;
  }
}
