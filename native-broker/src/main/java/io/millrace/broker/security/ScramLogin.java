package io.millrace.broker.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;

/**
 * One login by SCRAM-SHA-256 (RFC 5802, RFC 7677) without channel binding, of a user who may exist
 * or not: what is said looks alike.
 *
 * <p>Immutable, and nothing takes longer than microseconds.
 */
public final class ScramLogin {
  /** What the mechanism is called. */
  public static final String MECHANISM = "SCRAM-SHA-256";

  private final ScramFirst first;
  private final String challenge;
  private final String nonce;
  private final ScramKeys keys;

  /**
   * @param nonce of the broker: printable, without a comma, and never the same
   */
  ScramLogin(ScramFirst first, String nonce, ScramKeys keys) {
    this.first = first;
    this.nonce = first.nonce() + nonce;
    this.keys = keys;
    this.challenge =
        "r=%s,s=%s,i=%d"
            .formatted(this.nonce, Base64.getEncoder().encodeToString(keys.salt()), keys.rounds());
  }

  /** Who the client says it is. */
  public String user() {
    return first.user();
  }

  /** What to answer the client's first message. */
  public String challenge() {
    return challenge;
  }

  /** What to answer the client's last message; empty if that proves nothing. */
  public Optional<String> answer(byte[] last) {
    String text = ScramFirst.text(last);
    String header = Base64.getEncoder().encodeToString(first.header().getBytes(UTF_8));
    int proofAt = text.lastIndexOf(",p=");
    if (proofAt < 0 || !text.startsWith("c=" + header + ",r=" + nonce + ",")) {
      return Optional.empty();
    }
    String dialogue = first.bare() + "," + challenge + "," + text.substring(0, proofAt);
    return keys.isProof(decoded(text.substring(proofAt + 3)), dialogue)
        ? Optional.of("v=" + Base64.getEncoder().encodeToString(keys.signature(dialogue)))
        : Optional.empty();
  }

  /** The bytes of a proof; none, which prove nothing, if it is not base64. */
  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }
}
