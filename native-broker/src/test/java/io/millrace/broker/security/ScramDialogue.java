package io.millrace.broker.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's half of SCRAM-SHA-256, step by step, as RFC 5802 has it. */
public final class ScramDialogue {
  private static final String NONCE = "fyko+d2lbbFgONRv9qkxdawL";

  private final String bare;
  private final String password;
  private String dialogue = "";
  private byte[] salted = {};

  public ScramDialogue(String user, String password) {
    this.bare = "n=" + user + ",r=" + NONCE;
    this.password = password;
  }

  public byte[] first() {
    return ("n,," + bare).getBytes(UTF_8);
  }

  /** The proof that answers a challenge. */
  public byte[] last(byte[] challenge) throws GeneralSecurityException {
    String text = new String(challenge, UTF_8);
    String[] parts = text.split(",");
    String nonce = parts[0].substring(2);
    if (!nonce.startsWith(NONCE) || nonce.equals(NONCE)) {
      throw new AssertionError("no challenge: " + text);
    }
    byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
    salted = pbkdf2(salt, Integer.parseInt(parts[2].substring(2)));
    String withoutProof = "c=biws,r=" + nonce;
    dialogue = bare + "," + text + "," + withoutProof;
    byte[] clientKey = hmac(salted, "Client Key");
    byte[] proof = hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), dialogue);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= clientKey[i];
    }
    return (withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof)).getBytes(UTF_8);
  }

  /** What a broker says that knows the password, too. */
  public String answer() throws GeneralSecurityException {
    byte[] serverKey = hmac(salted, "Server Key");
    return "v=" + Base64.getEncoder().encodeToString(hmac(serverKey, dialogue));
  }

  private byte[] pbkdf2(byte[] salt, int rounds) throws GeneralSecurityException {
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
        .generateSecret(new PBEKeySpec(password.toCharArray(), salt, rounds, 256))
        .getEncoded();
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
