package io.millrace.kafka;

/** A record without a value came where a value is needed. */
public final class TombstoneException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  TombstoneException() {
    super(
        "the record is a tombstone and has no value; KafkaPayload.withTombstones() lets them"
            + " through");
  }
}
