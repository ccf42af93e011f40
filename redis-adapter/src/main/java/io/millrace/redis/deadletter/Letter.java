package io.millrace.redis.deadletter;

import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.LetterDigest;
import io.millrace.redis.RedisElement;

/**
 * A dead letter as it stands in its list.
 *
 * @param ordinal its place when the walk began
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Letter(long ordinal, byte[] element) {
  static Letter of(Message<byte[]> message) {
    if (message.handle() instanceof Letter letter) {
      return letter;
    }
    throw new IllegalArgumentException("not read here: " + message);
  }

  DeadLetter toDeadLetter(SourcePartition partition) {
    Message<byte[]> message = RedisElement.toMessage(element, partition, ordinal);
    // Places shift, and nothing else tells letters apart.
    return new DeadLetter(LetterDigest.of(element), message.toBuilder().handle(this).build());
  }
}
