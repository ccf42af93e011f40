package io.millrace.broker.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** How a password is hashed. */
enum HashScheme {
  /** PBKDF2 with HMAC-SHA-256: as slow as its number of rounds says. What new passwords get. */
  PBKDF2_SHA256("pbkdf2-sha256") {
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
  },

  /** One round of SHA-256 over salt and password: RabbitMQ's default. */
  RABBIT_SHA256("rabbit_password_hashing_sha256") {
    @Override
    byte[] hash(String password, byte[] salt, int rounds) throws GeneralSecurityException {
      return digest("SHA-256", password, salt);
    }
  },

  /** One round of SHA-512 over salt and password. */
  RABBIT_SHA512("rabbit_password_hashing_sha512") {
    @Override
    byte[] hash(String password, byte[] salt, int rounds) throws GeneralSecurityException {
      return digest("SHA-512", password, salt);
    }
  };

  private final String text;

  HashScheme(String text) {
    this.text = text;
  }

  /** What it is called at rest, and by RabbitMQ in definitions. */
  String text() {
    return text;
  }

  abstract byte[] hash(String password, byte[] salt, int rounds) throws GeneralSecurityException;

  private static byte[] digest(String algorithm, String password, byte[] salt)
      throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance(algorithm);
    digest.update(salt);
    return digest.digest(password.getBytes(UTF_8));
  }
}
