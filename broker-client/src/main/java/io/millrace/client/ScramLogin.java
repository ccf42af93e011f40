package io.millrace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.client.codec.Frame;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The mechanism SCRAM-SHA-256 (RFC 5802 and 7677), without channel binding. What takes long to
 * compute is kept for the next connection.
 *
 * <p><b>Threads:</b> any; it computes on those of the JVM's common pool.
 */
final class ScramLogin implements Login {
  private static final String MECHANISM = "SCRAM-SHA-256";

  /** No channel binding, and nobody is spoken for. */
  private static final String HEADER = "n,,";

  private final String user;
  private final String password;
  private final Supplier<String> nonces;

  /** The last ones. */
  private volatile @Nullable ScramKeys kept;

  /**
   * @param nonces gives one that was never used, for each connection
   */
  ScramLogin(String user, String password, Supplier<String> nonces) {
    this.user = user;
    this.password = password;
    this.nonces = nonces;
  }

  @Override
  public Dialogue begin() {
    return new Exchange(nonces.get());
  }

  private ScramKeys keys(ScramChallenge challenge) throws IOException {
    ScramKeys known = kept;
    if (known == null || !known.isFor(challenge)) {
      known = ScramKeys.of(password, challenge);
      kept = known;
    }
    return known;
  }

  /** The messages of one connection. */
  private final class Exchange implements Dialogue {
    private final String nonce;
    private final String bare;
    private volatile byte @Nullable [] expected;

    Exchange(String nonce) {
      this.nonce = nonce;
      this.bare = "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
    }

    @Override
    public Frame.Auth first() {
      return auth(HEADER + bare);
    }

    @Override
    public CompletionStage<Frame.Auth> next(Frame.AuthOk answer) {
      return CompletableFuture.supplyAsync(
          () -> {
            try {
              return proof(new String(answer.body(), UTF_8));
            } catch (IOException e) {
              throw new CompletionException(e);
            }
          });
    }

    private Frame.Auth proof(String said) throws IOException {
      if (expected != null) {
        throw new IOException("the broker asks for more than SCRAM-SHA-256 has to say");
      }
      ScramChallenge challenge = ScramChallenge.parse(said, nonce);
      ScramKeys keys = keys(challenge);
      String last = "c=" + base64(HEADER.getBytes(UTF_8)) + ",r=" + challenge.nonce();
      byte[] messages = (bare + "," + said + "," + last).getBytes(UTF_8);
      expected = keys.signature(messages);
      return auth(last + ",p=" + base64(keys.proof(messages)));
    }

    @Override
    public void letIn(Frame.AuthOk answer) throws IOException {
      byte[] own = expected;
      byte[] said = answer.body();
      if (own == null || !MessageDigest.isEqual(("v=" + base64(own)).getBytes(UTF_8), said)) {
        throw new IOException("the broker has not shown that it knows the user: do not trust it");
      }
    }

    private static Frame.Auth auth(String message) {
      return new Frame.Auth(MECHANISM, message.getBytes(UTF_8));
    }

    private static String base64(byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ScramLogin[" + user + "]";
  }
}
