package io.millrace.broker.protocol.moonmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.security.PasswordHash;
import io.millrace.broker.security.User;
import io.millrace.broker.vhost.VirtualHosts;
import io.millrace.client.codec.Frame;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever may not be there any longer is told so, and the connection ends. */
@Timeout(60)
class SentAwayTest {
  private static final MoonmqSettings WITH_LOGIN = MoonmqSettings.DEFAULT;

  private static PasswordHash hash(String password) {
    return PasswordHash.of(password, new byte[PasswordHash.SALT_BYTES], 1);
  }

  private static NativeClient guest(RunningBroker running) throws IOException {
    NativeClient client = running.client().logIn();
    client.expect(Frame.AuthOk.class);
    return client.publishAndAwait("q", "m").bind("q");
  }

  private static void assertSentAway(NativeClient client, String why) throws Exception {
    Frame.Fault fault = client.expect(Frame.Fault.class);
    assertThat(fault.code()).isEqualTo(Codes.FORBIDDEN);
    assertThat(fault.text()).isEqualTo(why);
    assertThat(client.isEnded()).isTrue();
  }

  @Test
  void theUserIsDeleted() throws Exception {
    try (RunningBroker running = new RunningBroker(WITH_LOGIN)) {
      NativeClient client = guest(running);
      running.broker.virtualHosts().users().remove("guest").join();
      assertSentAway(client, "user 'guest' is deleted");
      assertThat(running.facts("q").ready()).as("what it held").isOne();
    }
  }

  @Test
  void thePermissionsAreTakenAway() throws Exception {
    try (RunningBroker running = new RunningBroker(WITH_LOGIN)) {
      NativeClient client = guest(running);
      running.broker.virtualHosts().users().forbid("guest", VirtualHosts.DEFAULT_NAME).join();
      assertSentAway(client, "user 'guest' has no permissions in vhost '/' any more");
    }
  }

  @Test
  void thePasswordIsChanged() throws Exception {
    try (RunningBroker running = new RunningBroker(WITH_LOGIN)) {
      NativeClient client = guest(running);
      running.broker.virtualHosts().users().put(User.of("guest", hash("other"))).join();
      assertSentAway(client, "the password of user 'guest' has changed");
    }
  }

  @Test
  void theVirtualHostIsDeleted() throws Exception {
    try (RunningBroker running = new RunningBroker(WITH_LOGIN.withoutAuthentication())) {
      NativeClient client = running.client().publishAndAwait("q", "m");
      running.broker.virtualHosts().delete(VirtualHosts.DEFAULT_NAME).join();
      assertSentAway(client, "vhost '/' is deleted");
    }
  }
}
