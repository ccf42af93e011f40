package io.millrace.broker.protocol.moonmq;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * How clients of old log in, who send the MD5 of the one password that there is, and no name. Who
 * overhears that can log in.
 *
 * @param user whom they are let in as
 * @param md5 of the password, in hexadecimal digits
 */
public record OldAuth(String user, String md5) {
  private static final int DIGEST_BYTES = 16;

  /**
   * @throws IllegalArgumentException if there is no user, or the digest is none
   */
  public OldAuth {
    if (user.isEmpty()) {
      throw new IllegalArgumentException("clients of old without a user");
    }
    md5 = md5.toLowerCase(Locale.ROOT);
    if (HexFormat.of().parseHex(md5).length != DIGEST_BYTES) {
      throw new IllegalArgumentException("the MD5 of a password has 32 hexadecimal digits");
    }
  }

  public static OldAuth ofPassword(String user, String password) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(password.getBytes(UTF_8));
      return new OldAuth(user, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java cannot do MD5", e);
    }
  }

  /** Whether that is the digest, as 16 bytes or in hexadecimal digits. */
  boolean isRight(byte[] body) {
    return MessageDigest.isEqual(HexFormat.of().parseHex(md5), body)
        || MessageDigest.isEqual(
            md5.getBytes(US_ASCII),
            new String(body, US_ASCII).toLowerCase(Locale.ROOT).getBytes(US_ASCII));
  }

  /** Without the digest. */
  @Override
  public String toString() {
    return "OldAuth[" + user + "]";
  }
}
