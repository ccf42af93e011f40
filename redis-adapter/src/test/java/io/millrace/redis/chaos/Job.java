package io.millrace.redis.chaos;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A payload that says which of all it is. */
final class Job {
  static final int SIZE = 100;

  private Job() {}

  static byte[] payload(long id) {
    return Arrays.copyOf(ByteBuffer.allocate(Long.BYTES).putLong(id).array(), SIZE);
  }

  static long id(byte[] payload) {
    return ByteBuffer.wrap(payload).getLong();
  }
}
