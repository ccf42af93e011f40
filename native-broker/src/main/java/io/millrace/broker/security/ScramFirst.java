package io.millrace.broker.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client says first in SCRAM-SHA-256 (RFC 5802, section 7), where it does not want channel
 * binding.
 *
 * @param user who it says it is
 * @param header what stands before {@code bare}, which the client has to repeat
 * @param bare what the proof is about
 * @param nonce the client's own
 */
record ScramFirst(String user, String header, String bare, String nonce) {
  /** Longer ones are nothing that a client would send. */
  static final int MOST_BYTES = 1024;

  /** {@code n,[a=name],n=user,r=nonce[,extensions]}; one that must be understood, m, is not. */
  private static final Pattern FORM =
      Pattern.compile(
          "([ny],(?:a=([^,]+))?,)(n=([^,]+),r=([\\x21-\\x2b\\x2d-\\x7e]+)(?:,[^m].*)?)");

  /** Empty if it is nothing of that kind, or somebody wants to speak for somebody else. */
  static Optional<ScramFirst> parse(byte[] message) {
    Matcher matcher = FORM.matcher(text(message));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Optional<String> user = name(matcher.group(4));
    boolean isOneself = matcher.group(2) == null || name(matcher.group(2)).equals(user);
    return user.filter(name -> isOneself)
        .map(name -> new ScramFirst(name, matcher.group(1), matcher.group(3), matcher.group(5)));
  }

  /** The text of a message; empty, which is none, if it is too long or not UTF-8. */
  static String text(byte[] message) {
    if (message.length > MOST_BYTES) {
      return "";
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
    } catch (CharacterCodingException notText) {
      return "";
    }
  }

  /** A name without its escapes; empty if there is an equals sign that begins none. */
  private static Optional<String> name(String escaped) {
    String commas = escaped.replace("=2C", ",");
    return commas.replace("=3D", "").indexOf('=') >= 0
        ? Optional.empty()
        : Optional.of(commas.replace("=3D", "="));
  }
}
