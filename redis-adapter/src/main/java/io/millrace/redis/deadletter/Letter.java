package io.millrace.redis.deadletter;

import io.millrace.queue.SourcePartition;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.redis.RedisElement;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A dead letter as it stands in its list.
 *
 * @param ordinal its place when the walk began
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Letter(long ordinal, byte[] element) {
  private static final int ID_BYTES = 8;

  /** What it is called: a digest, since places shift. Letters that are alike share it. */
  String id() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(element);
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-1", e);
    }
  }

  DeadLetter toDeadLetter(SourcePartition partition) {
    return new DeadLetter(id(), RedisElement.toMessage(element, partition, ordinal));
  }
}
