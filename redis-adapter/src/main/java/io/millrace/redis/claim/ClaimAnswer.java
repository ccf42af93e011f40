package io.millrace.redis.claim;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/** What {@code claim.lua} answers: a status, the server's time in microseconds, elements. */
record ClaimAnswer(Status status, long micros, List<?> all) {
  private static final int FIRST = 2;

  static ClaimAnswer of(List<?> all) {
    return new ClaimAnswer(Status.valueOf(text(all.get(0))), Long.parseLong(text(all.get(1))), all);
  }

  static String text(Object bytes) {
    return new String((byte[]) bytes, US_ASCII);
  }

  int count() {
    return all.size() - FIRST;
  }

  byte[] element(int index) {
    return (byte[]) all.get(FIRST + index);
  }
}
