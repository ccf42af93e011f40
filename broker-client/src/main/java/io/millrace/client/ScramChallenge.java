package io.millrace.client;

import java.io.IOException;
import java.util.Base64;

/**
 * What the broker says first in SCRAM: {@code r=NONCE,s=SALT,i=ROUNDS}.
 *
 * @param salt in base64
 */
record ScramChallenge(String nonce, String salt, int rounds) {
  /** RFC 7677 wants that many at least. */
  private static final int LEAST_ROUNDS = 4_096;

  /** More would keep a client busy for a broker that is none. */
  private static final int MOST_ROUNDS = 10_000_000;

  /**
   * @param own the nonce that the client had said, with which the broker's begins
   * @throws IOException if it is anything else
   */
  static ScramChallenge parse(String said, String own) throws IOException {
    String[] parts = said.split(",", -1);
    boolean isComplete =
        parts.length >= 3
            && parts[0].startsWith("r=" + own)
            && parts[0].length() > 2 + own.length()
            && parts[1].startsWith("s=")
            && parts[2].startsWith("i=");
    if (!isComplete) {
      throw new IOException("the broker's challenge is not that of SCRAM-SHA-256");
    }
    int rounds = rounds(parts[2].substring(2));
    ScramChallenge challenge =
        new ScramChallenge(parts[0].substring(2), parts[1].substring(2), rounds);
    challenge.saltBytes();
    return challenge;
  }

  private static int rounds(String digits) throws IOException {
    int rounds;
    try {
      rounds = Integer.parseInt(digits);
    } catch (NumberFormatException notANumber) {
      throw new IOException("the broker's challenge has no number of rounds", notANumber);
    }
    if (rounds < LEAST_ROUNDS || rounds > MOST_ROUNDS) {
      throw new IOException(
          "the broker wants %,d rounds, which is not within %,d to %,d"
              .formatted(rounds, LEAST_ROUNDS, MOST_ROUNDS));
    }
    return rounds;
  }

  byte[] saltBytes() throws IOException {
    try {
      return Base64.getDecoder().decode(salt);
    } catch (IllegalArgumentException notBase64) {
      throw new IOException("the salt of the broker's challenge is not base64", notBase64);
    }
  }
}
