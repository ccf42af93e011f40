package io.millrace.broker.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What SCRAM-SHA-256 keeps of a password (RFC 5802, section 3): who has it can tell a proof from a
 * wrong one, and cannot make one.
 *
 * <p>Immutable. To check a proof takes microseconds.
 */
final class ScramKeys {
  private static final int KEY_BYTES = 32;

  private final byte[] salt;
  private final int rounds;
  private final byte[] storedKey;
  private final byte[] serverKey;

  /**
   * @param hash as {@link #hash} gives it
   */
  ScramKeys(byte[] salt, int rounds, byte[] hash) {
    this.salt = salt.clone();
    this.rounds = rounds;
    this.storedKey = Arrays.copyOf(hash, KEY_BYTES);
    this.serverKey = Arrays.copyOfRange(hash, KEY_BYTES, 2 * KEY_BYTES);
  }

  /**
   * Keys of nobody: the same for a name at all times, and nobody can prove to know their password.
   */
  static ScramKeys ofNobody(String name, byte[] secret) {
    byte[] salt = Arrays.copyOf(hmac(secret, "salt " + name), PasswordHash.SALT_BYTES);
    byte[] hash = Arrays.copyOf(hmac(secret, "key " + name), 2 * KEY_BYTES);
    return new ScramKeys(salt, PasswordHash.DEFAULT_ROUNDS, hash);
  }

  /** The stored key and the server's key, one after the other. */
  static byte[] hash(byte[] saltedPassword) {
    byte[] hash = Arrays.copyOf(sha256(hmac(saltedPassword, "Client Key")), 2 * KEY_BYTES);
    System.arraycopy(hmac(saltedPassword, "Server Key"), 0, hash, KEY_BYTES, KEY_BYTES);
    return hash;
  }

  byte[] salt() {
    return salt.clone();
  }

  int rounds() {
    return rounds;
  }

  /** Whether whoever sent {@code proof} with that dialogue knows the password. */
  boolean isProof(byte[] proof, String dialogue) {
    byte[] clientKey = hmac(storedKey, dialogue);
    if (proof.length != clientKey.length) {
      return false;
    }
    for (int i = 0; i < proof.length; i++) {
      clientKey[i] ^= proof[i];
    }
    return MessageDigest.isEqual(storedKey, sha256(clientKey));
  }

  /** Proves to the client that the broker has these keys. */
  byte[] signature(String dialogue) {
    return hmac(serverKey, dialogue);
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot do HMAC-SHA-256", e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot do SHA-256", e);
    }
  }
}
