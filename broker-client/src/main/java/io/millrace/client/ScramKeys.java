package io.millrace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** What SCRAM makes of a password, a salt and a number of rounds (RFC 5802, section 3). */
final class ScramKeys {
  private static final String HMAC = "HmacSHA256";
  private static final int KEY_BITS = 256;

  private final String salt;
  private final int rounds;
  private final byte[] clientKey;
  private final byte[] storedKey;
  private final byte[] serverKey;

  private ScramKeys(ScramChallenge challenge, byte[] salted) throws GeneralSecurityException {
    salt = challenge.salt();
    rounds = challenge.rounds();
    clientKey = hmac(salted, "Client Key".getBytes(UTF_8));
    storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
    serverKey = hmac(salted, "Server Key".getBytes(UTF_8));
  }

  /** Takes tens of milliseconds, as it should. */
  static ScramKeys of(String password, ScramChallenge challenge) throws IOException {
    PBEKeySpec spec =
        new PBEKeySpec(password.toCharArray(), challenge.saltBytes(), challenge.rounds(), KEY_BITS);
    try {
      byte[] salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      return new ScramKeys(challenge, salted);
    } catch (GeneralSecurityException e) {
      throw new IOException("SCRAM-SHA-256 cannot be computed: " + e.getMessage(), e);
    } finally {
      spec.clearPassword();
    }
  }

  boolean isFor(ScramChallenge challenge) {
    return salt.equals(challenge.salt()) && rounds == challenge.rounds();
  }

  /** That the client knows the password. */
  byte[] proof(byte[] messages) throws IOException {
    byte[] proof = checkedHmac(storedKey, messages);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= clientKey[i];
    }
    return proof;
  }

  /** What the broker is to show. */
  byte[] signature(byte[] messages) throws IOException {
    return checkedHmac(serverKey, messages);
  }

  private static byte[] checkedHmac(byte[] key, byte[] message) throws IOException {
    try {
      return hmac(key, message);
    } catch (GeneralSecurityException e) {
      throw new IOException("SCRAM-SHA-256 cannot be computed: " + e.getMessage(), e);
    }
  }

  private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    mac.init(new SecretKeySpec(key, HMAC));
    return mac.doFinal(message);
  }
}
