package io.millrace.kafka.record;

import org.jspecify.annotations.Nullable;

/**
 * A message's handle that still has the bytes its payload was read from.
 *
 * <p>A source that decodes payloads gives it to its messages, so that a message that is given up
 * reaches the dead letters as it came, with what the decoded form leaves out.
 */
public interface RawValue {
  /** The value of the record; null for a tombstone. Not to be changed. */
  byte @Nullable [] rawValue();
}
