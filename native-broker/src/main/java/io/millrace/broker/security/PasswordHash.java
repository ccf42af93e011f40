package io.millrace.broker.security;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What is kept of a password: enough to recognize it, too little to learn it.
 *
 * <p>It never changes, but remembers which password was right last. Safe for all threads. Its text
 * is for keeping it, not for showing it. To check a password takes the processor for as long as the
 * rounds say, some tens of milliseconds by default, so not on a loop; the one that was right last
 * takes microseconds.
 */
public final class PasswordHash {
  /** What new passwords get: about 30 ms on a core of 2025. */
  public static final int DEFAULT_ROUNDS = 100_000;

  /** More rounds than that are refused, because checking would be an attack on the broker. */
  public static final int MAX_ROUNDS = 10_000_000;

  /** How many bytes of salt a new password gets. */
  public static final int SALT_BYTES = 16;

  private static final int RABBIT_SALT_BYTES = 4;
  private static final String SEPARATOR = "$";

  private final HashScheme scheme;
  private final int rounds;
  private final byte[] salt;
  private final byte[] hash;
  private final RecentPassword recent = new RecentPassword();

  private PasswordHash(HashScheme scheme, int rounds, byte[] salt, byte[] hash) {
    this.scheme = scheme;
    this.rounds = rounds;
    this.salt = salt;
    this.hash = hash;
  }

  /**
   * The hash of a new password.
   *
   * @param salt {@link #SALT_BYTES} from a secure random source, different for every password
   * @throws IllegalArgumentException if the password is blank, or the rounds are out of bounds
   */
  public static PasswordHash of(String password, byte[] salt, int rounds) {
    if (password.isBlank()) {
      throw new IllegalArgumentException("a blank password");
    }
    checkRounds(rounds);
    HashScheme scheme = HashScheme.SCRAM_SHA256;
    byte[] copy = salt.clone();
    return new PasswordHash(scheme, rounds, copy, compute(scheme, password, copy, rounds));
  }

  /** As of a new password, but none is right. */
  static PasswordHash ofNothing(SecureRandom random) {
    HashScheme scheme = HashScheme.SCRAM_SHA256;
    byte[] salt = new byte[SALT_BYTES];
    byte[] hash = new byte[scheme.length()];
    random.nextBytes(salt);
    random.nextBytes(hash);
    return new PasswordHash(scheme, DEFAULT_ROUNDS, salt, hash);
  }

  /**
   * The hash that RabbitMQ's definitions have.
   *
   * @param algorithm {@code hashing_algorithm}: rabbit_password_hashing_sha256 or -512
   * @param base64 {@code password_hash}
   * @throws IllegalArgumentException if it is anything else
   */
  public static PasswordHash ofRabbit(String algorithm, String base64) {
    HashScheme scheme = scheme(algorithm);
    byte[] bytes = Base64.getDecoder().decode(base64);
    boolean isRabbits = scheme == HashScheme.RABBIT_SHA256 || scheme == HashScheme.RABBIT_SHA512;
    if (!isRabbits || bytes.length != scheme.length() + RABBIT_SALT_BYTES) {
      throw new IllegalArgumentException(
          "no hash of " + algorithm + ": " + bytes.length + " bytes");
    }
    byte[] salt = Arrays.copyOf(bytes, RABBIT_SALT_BYTES);
    byte[] hash = Arrays.copyOfRange(bytes, RABBIT_SALT_BYTES, bytes.length);
    return new PasswordHash(scheme, 1, salt, hash);
  }

  /**
   * Reads what {@link #toText} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static PasswordHash parse(String text) {
    String[] parts = text.split("\\$", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("no password hash");
    }
    HashScheme scheme = scheme(parts[0]);
    int rounds = Integer.parseInt(parts[1]);
    checkRounds(rounds);
    byte[] hash = Base64.getDecoder().decode(parts[3]);
    if (hash.length != scheme.length()) {
      throw new IllegalArgumentException("a password hash of " + hash.length + " bytes");
    }
    return new PasswordHash(scheme, rounds, Base64.getDecoder().decode(parts[2]), hash);
  }

  /** Whether {@code password} is the one that was right last: takes microseconds. */
  boolean isKnown(String password) {
    return recent.is(password);
  }

  /** Whether it is the hash of {@code password}; never of a blank one. */
  public boolean isOf(String password) {
    if (password.isBlank()) {
      return false;
    }
    if (recent.is(password)) {
      return true;
    }
    boolean isRight = MessageDigest.isEqual(hash, compute(scheme, password, salt, rounds));
    if (isRight) {
      recent.remember(password);
    }
    return isRight;
  }

  /**
   * What proves that somebody knows the password without showing it; empty for a hash of RabbitMQ.
   */
  Optional<ScramKeys> scramKeys() {
    return scheme.scramHash(hash).map(keys -> new ScramKeys(salt, rounds, keys));
  }

  /** Whether checking a password takes much less than new passwords do. */
  boolean isCheap() {
    return rounds == 1;
  }

  /** For keeping it. */
  public String toText() {
    Base64.Encoder base64 = Base64.getEncoder();
    return String.join(
        SEPARATOR,
        scheme.text(),
        Integer.toString(rounds),
        base64.encodeToString(salt),
        base64.encodeToString(hash));
  }

  private static byte[] compute(HashScheme scheme, String password, byte[] salt, int rounds) {
    try {
      return scheme.hash(password, salt, rounds);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot hash with " + scheme.text(), e);
    }
  }

  private static HashScheme scheme(String text) {
    for (HashScheme scheme : HashScheme.values()) {
      if (scheme.text().equals(text)) {
        return scheme;
      }
    }
    throw new IllegalArgumentException("passwords are not hashed by " + text);
  }

  private static void checkRounds(int rounds) {
    if (rounds < 1 || rounds > MAX_ROUNDS) {
      throw new IllegalArgumentException(rounds + " rounds are not within 1 to " + MAX_ROUNDS);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PasswordHash that && toText().equals(that.toText());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }

  /** Without the hash. */
  @Override
  public String toString() {
    return "PasswordHash[" + scheme.text() + "]";
  }
}
