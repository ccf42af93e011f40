package io.millrace.broker.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** How a password is hashed. */
enum HashScheme {
  /**
   * The two keys of SCRAM-SHA-256, from PBKDF2 with HMAC-SHA-256: as slow as its number of rounds
   * says. What new passwords get: unlike the other schemes, what is kept lets nobody log in.
   */
  SCRAM_SHA256("scram-sha-256", 64) {
    @Override
    byte[] hash(String password, byte[] salt, int rounds) throws GeneralSecurityException {
      return ScramKeys.hash(PBKDF2_SHA256.hash(password, salt, rounds));
    }

    @Override
    Optional<byte[]> scramHash(byte[] hash) {
      return Optional.of(hash);
    }
  },

  /** PBKDF2 with HMAC-SHA-256 alone: what passwords got once. */
  PBKDF2_SHA256("pbkdf2-sha256", 32) {
    @Override
    byte[] hash(String password, byte[] salt, int rounds) throws GeneralSecurityException {
      PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, rounds, 256);
      try {
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(key)
            .getEncoded();
      } finally {
        key.clearPassword();
      }
    }

    @Override
    Optional<byte[]> scramHash(byte[] hash) {
      return Optional.of(ScramKeys.hash(hash));
    }
  },

  /** One round of SHA-256 over salt and password: RabbitMQ's default. */
  RABBIT_SHA256("rabbit_password_hashing_sha256", 32) {
    @Override
    byte[] hash(String password, byte[] salt, int rounds) throws GeneralSecurityException {
      return digest("SHA-256", password, salt);
    }
  },

  /** One round of SHA-512 over salt and password. */
  RABBIT_SHA512("rabbit_password_hashing_sha512", 64) {
    @Override
    byte[] hash(String password, byte[] salt, int rounds) throws GeneralSecurityException {
      return digest("SHA-512", password, salt);
    }
  };

  private final String text;
  private final int length;

  HashScheme(String text, int length) {
    this.text = text;
    this.length = length;
  }

  /** What it is called at rest, and by RabbitMQ in definitions. */
  String text() {
    return text;
  }

  /** How many bytes a hash has. */
  int length() {
    return length;
  }

  /** What {@link #SCRAM_SHA256} would have of the same password; empty where that is lost. */
  Optional<byte[]> scramHash(byte[] hash) {
    return Optional.empty();
  }

  abstract byte[] hash(String password, byte[] salt, int rounds) throws GeneralSecurityException;

  private static byte[] digest(String algorithm, String password, byte[] salt)
      throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance(algorithm);
    digest.update(salt);
    return digest.digest(password.getBytes(UTF_8));
  }
}
