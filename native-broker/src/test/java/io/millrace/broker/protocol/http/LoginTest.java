package io.millrace.broker.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.security.PasswordHash;
import io.millrace.broker.security.Permissions;
import io.millrace.broker.security.User;
import io.millrace.broker.vhost.Users;
import io.millrace.broker.vhost.VirtualHosts;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LoginTest {
  private static final int FEW_ROUNDS = 1_000;

  @Test
  void messagesAreForThoseWhoLogIn() throws Exception {
    try (HttpBroker broker = new HttpBroker(HttpBroker.withLogin())) {
      HttpResponse<String> nobody = broker.post("/msg?queue=q", "m");
      assertThat(nobody.statusCode()).isEqualTo(401);
      assertThat(nobody.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic ");
      assertThat(broker.as("guest", "wrong").post("/msg?queue=q", "m").statusCode()).isEqualTo(401);

      broker.as("guest", "guest");
      assertThat(broker.post("/msg?queue=q", "m").statusCode()).isEqualTo(200);
      String id = broker.get("/msg?queue=q&ack=1").headers().firstValue("X-Msg-Id").orElseThrow();
      assertThat(broker.as("guest", "wrong").delete("/msg/q/" + id).statusCode()).isEqualTo(401);
      assertThat(broker.as("guest", "guest").delete("/msg/q/" + id).statusCode()).isEqualTo(204);
    }
  }

  @Test
  void aUserMayDoWhatThePermissionsSay() throws Exception {
    try (HttpBroker broker = new HttpBroker(HttpBroker.withLogin())) {
      broker.as("guest", "guest").post("/msg?queue=in", "m");
      broker.post("/msg?queue=out", "m");
      put(broker, "worker", "secret");
      broker
          .broker
          .virtualHosts()
          .users()
          .permit("worker", VirtualHosts.DEFAULT_NAME, Permissions.of("^$", "^out$", "^in$"))
          .join();

      broker.as("worker", "secret");
      assertThat(broker.post("/msg?queue=out", "m").statusCode()).isEqualTo(200);
      assertThat(broker.post("/msg?queue=in", "m").statusCode()).isEqualTo(403);
      assertThat(broker.get("/msg?queue=in&wait=0").body()).isEqualTo("m");
      assertThat(broker.get("/msg?queue=out&wait=0").statusCode()).isEqualTo(403);

      String id =
          broker
              .as("guest", "guest")
              .get("/msg?queue=out&ack=1")
              .headers()
              .firstValue("X-Msg-Id")
              .orElseThrow();
      assertThat(broker.as("worker", "secret").delete("/msg/out/" + id).statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void aPasswordThatWasChangedIsRightNoMore() throws Exception {
    try (HttpBroker broker = new HttpBroker(HttpBroker.withLogin())) {
      Users users = broker.broker.virtualHosts().users();
      put(broker, "worker", "old");
      users.permit("worker", VirtualHosts.DEFAULT_NAME, Permissions.ALL).join();
      assertThat(broker.as("worker", "old").post("/msg?queue=q", "m").statusCode()).isEqualTo(200);
      assertThat(broker.post("/msg?queue=q", "m").statusCode()).isEqualTo(200);

      put(broker, "worker", "new");

      assertThat(broker.post("/msg?queue=q", "m").statusCode()).isEqualTo(401);
      assertThat(broker.as("worker", "new").post("/msg?queue=q", "m").statusCode()).isEqualTo(200);

      users.forbid("worker", VirtualHosts.DEFAULT_NAME).join();
      assertThat(broker.post("/msg?queue=q", "m").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void whoWaitsForAMessageIsSentAwayWithItsUser() throws Exception {
    try (HttpBroker broker = new HttpBroker(HttpBroker.withLogin())) {
      CompletableFuture<HttpResponse<String>> waiting =
          broker.as("guest", "guest").getLater("/msg?queue=q&wait=60");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> broker.host().queue("q", 0).join().value().isPresent());
      await().atMost(Duration.ofSeconds(30)).until(() -> broker.facts("q").consumers() == 1);

      broker.broker.virtualHosts().users().remove("guest").join();

      HttpResponse<String> answer = waiting.get(30, TimeUnit.SECONDS);
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("user 'guest' is deleted");
      await().atMost(Duration.ofSeconds(30)).until(() -> broker.facts("q").consumers() == 0);
    }
  }

  @Test
  void publishesGoToTheVirtualHostThatIsThereNow() throws Exception {
    try (HttpBroker broker = HttpBroker.start()) {
      VirtualHosts hosts = broker.broker.virtualHosts();
      assertThat(broker.post("/msg?queue=q", "before").statusCode()).isEqualTo(200);
      hosts.delete(VirtualHosts.DEFAULT_NAME).join();
      assertThat(broker.post("/msg?queue=q", "between").statusCode()).isEqualTo(503);
      hosts.create(VirtualHosts.DEFAULT_NAME).join();
      assertThat(broker.post("/msg?queue=q", "after").statusCode()).isEqualTo(200);
      assertThat(broker.get("/msg?queue=q").body()).isEqualTo("after");
    }
  }

  private static void put(HttpBroker broker, String user, String password) {
    PasswordHash hash = PasswordHash.of(password, new byte[PasswordHash.SALT_BYTES], FEW_ROUNDS);
    broker.broker.virtualHosts().users().put(User.of(user, hash)).join();
  }

  @Test
  void howTheBrokerIsAnybodyMayAsk() throws Exception {
    try (HttpBroker broker = new HttpBroker(HttpBroker.withLogin())) {
      for (String path : new String[] {"/healthz", "/readyz", "/metrics"}) {
        assertThat(broker.get(path).statusCode()).as(path).isEqualTo(200);
      }
    }
  }
}
