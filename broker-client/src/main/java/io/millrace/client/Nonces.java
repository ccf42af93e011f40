package io.millrace.client;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Texts that nobody can guess, and that do not come twice. From any thread. */
final class Nonces implements Supplier<String> {
  private static final int BYTES = 18;

  private final SecureRandom random = new SecureRandom();

  @Override
  public String get() {
    byte[] nonce = new byte[BYTES];
    random.nextBytes(nonce);
    return Base64.getEncoder().encodeToString(nonce);
  }
}
