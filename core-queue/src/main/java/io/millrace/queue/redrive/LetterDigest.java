package io.millrace.queue.redrive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What dead letters are called where they have no lasting place or number: by what they are. */
public final class LetterDigest {
  private static final int BYTES = 8;

  private LetterDigest() {}

  /** Sixteen hexadecimal digits. Letters that are alike share them. */
  public static String of(byte[] letter) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(letter);
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-1", e);
    }
  }
}
