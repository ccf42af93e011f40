package io.millrace.broker.protocol.moonmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.security.ScramDialogue;
import io.millrace.client.codec.Frame;
import java.security.GeneralSecurityException;

/** {@link ScramDialogue} in frames. */
final class ScramClient {
  private final ScramDialogue dialogue;

  ScramClient(String user, String password) {
    this.dialogue = new ScramDialogue(user, password);
  }

  Frame.Auth first() {
    return auth(dialogue.first());
  }

  /** The proof that answers a challenge. */
  Frame.Auth last(Frame.AuthOk challenge) throws GeneralSecurityException {
    if (!challenge.more()) {
      throw new AssertionError("no challenge");
    }
    return auth(dialogue.last(challenge.body()));
  }

  /** What a broker says that knows the password, too. */
  String answer() throws GeneralSecurityException {
    return dialogue.answer();
  }

  /** Logs in, and checks that the broker is the right one. */
  static void logIn(NativeClient client, String user, String password) throws Exception {
    ScramClient scram = new ScramClient(user, password);
    client.send(scram.first());
    client.send(scram.last(client.expect(Frame.AuthOk.class)));
    Frame.AuthOk done = client.expect(Frame.AuthOk.class);
    if (done.more() || !new String(done.body(), UTF_8).equals(scram.answer())) {
      throw new AssertionError("not the broker that knows the password");
    }
  }

  private static Frame.Auth auth(byte[] body) {
    return new Frame.Auth("SCRAM-SHA-256", body);
  }
}
