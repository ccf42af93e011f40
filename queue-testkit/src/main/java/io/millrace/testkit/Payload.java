package io.millrace.testkit;

import io.millrace.queue.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The payload of a test's message: its number in the order of publishing, filled up with spaces.
 */
final class Payload {
  private Payload() {}

  static byte[] of(long number, int sizeBytes) {
    byte[] digits = String.valueOf(number).getBytes(StandardCharsets.US_ASCII);
    byte[] payload = Arrays.copyOf(digits, Math.max(sizeBytes, digits.length));
    Arrays.fill(payload, digits.length, payload.length, (byte) ' ');
    return payload;
  }

  static long number(Message<byte[]> message) {
    long number = 0;
    for (byte digit : message.payload()) {
      if (digit == ' ') {
        break;
      }
      number = 10 * number + digit - '0';
    }
    return number;
  }
}
