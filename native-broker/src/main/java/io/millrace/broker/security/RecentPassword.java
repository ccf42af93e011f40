package io.millrace.broker.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The password that was right last, so that clients that come by the thousand do not cost the
 * rounds each. It is a digest under a key that this process alone has, and is nowhere kept.
 *
 * <p>Safe for all threads.
 */
final class RecentPassword {
  private static final String MAC = "HmacSHA256";
  private static final SecretKeySpec KEY = new SecretKeySpec(randomKey(), MAC);

  private volatile byte @Nullable [] digest;

  private static byte[] randomKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return key;
  }

  /** Whether it is that one; false of a right one too, if another was right since. */
  boolean is(String password) {
    byte[] known = digest;
    return known != null && MessageDigest.isEqual(known, digest(password));
  }

  void remember(String password) {
    digest = digest(password);
  }

  private static byte[] digest(String password) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(KEY);
      return mac.doFinal(password.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + MAC, e);
    }
  }
}
