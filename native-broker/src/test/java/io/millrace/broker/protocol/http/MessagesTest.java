package io.millrace.broker.protocol.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.protocol.moonmq.MoonmqSettings;
import io.millrace.broker.protocol.moonmq.QueueRules;
import io.millrace.broker.vhost.QueueArgument;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MessagesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void whatIsPostedIsTakenInItsOrder() throws Exception {
    try (HttpBroker broker = HttpBroker.start()) {
      HttpResponse<String> first = broker.post("/msg?queue=q&pub_type=direct", "a");
      HttpResponse<String> second = broker.send("PUT", "/msg?queue=q", "b".getBytes(US_ASCII));

      assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
      assertThat(number(second)).isGreaterThan(number(first));
      assertThat(broker.get("/msg?queue=q").body()).isEqualTo("a");
      assertThat(broker.get("/msg?queue=q").body()).isEqualTo("b");
      assertThat(broker.get("/msg?queue=q&wait=0").statusCode()).isEqualTo(204);
      await().atMost(PATIENCE).until(() -> broker.facts("q").unacknowledged() == 0);
    }
  }

  private static long number(HttpResponse<String> response) {
    return Long.parseLong(response.body().strip());
  }

  @Test
  void aRoutingKeyHasItsOwnMessages() throws Exception {
    try (HttpBroker broker = HttpBroker.start()) {
      broker.post("/msg?queue=q&routing_key=a%20b", "keyed");

      assertThat(broker.get("/msg?queue=q&wait=0").statusCode()).isEqualTo(204);
      HttpResponse<String> taken = broker.get("/msg?queue=q&routing_key=a%20b&wait=0");
      assertThat(taken.body()).isEqualTo("keyed");
      assertThat(taken.headers().firstValue("X-Routing-Key")).contains("a%20b");
    }
  }

  @Test
  void whoWaitsGetsTheNextMessage() throws Exception {
    try (HttpBroker broker = HttpBroker.start()) {
      CompletableFuture<HttpResponse<String>> waiting = broker.getLater("/msg?queue=q");
      await().atMost(PATIENCE).until(() -> consumers(broker) == 1);

      broker.post("/msg?queue=q", "late");

      assertThat(waiting.get(60, TimeUnit.SECONDS).body()).isEqualTo("late");
      await().atMost(PATIENCE).until(() -> consumers(broker) == 0);
    }
  }

  private static int consumers(HttpBroker broker) {
    return broker.host().queue("q", 0).join().value().map(facts -> facts.consumers()).orElse(0);
  }

  @Test
  void aMessageToBeAcknowledgedStaysUntilItIs() throws Exception {
    try (HttpBroker broker = HttpBroker.start()) {
      String id = broker.post("/msg?queue=a%2Fb", "m").body().strip();

      HttpResponse<String> taken = broker.get("/msg?queue=a%2Fb&ack=1");
      String held = taken.headers().firstValue("X-Msg-Id").orElseThrow();
      assertThat(held).startsWith(id);
      assertThat(broker.facts("a/b").unacknowledged()).isEqualTo(1);

      assertThat(broker.delete("/msg/a%2Fb/" + held).statusCode()).isEqualTo(204);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(broker.facts("a/b").unacknowledged()).isZero());
      assertThat(broker.get("/msg?queue=a%2Fb&wait=0").statusCode()).isEqualTo(204);
      assertThat(broker.delete("/msg/a%2Fb/" + held).statusCode()).isEqualTo(404);
      assertThat(broker.facts("a/b").consumers()).isZero();
    }
  }

  @Test
  void aMessageThatIsNotAcknowledgedComesAgain() throws Exception {
    QueueRules hasty =
        QueueRules.DEFAULT.with(QueueArgument.CONSUMER_TIMEOUT, Duration.ofMillis(50));
    MoonmqSettings settings = MoonmqSettings.DEFAULT.withoutAuthentication().withQueues(hasty);
    try (HttpBroker broker = new HttpBroker(HttpBroker.open().withMoonmq(settings))) {
      broker.post("/msg?queue=q", "m");
      HttpResponse<String> first = broker.get("/msg?queue=q&ack=1");
      assertThat(first.body()).isEqualTo("m");
      String id = first.headers().firstValue("X-Msg-Id").orElseThrow();

      HttpResponse<String> again = broker.get("/msg?queue=q");

      assertThat(again.body()).isEqualTo("m");
      assertThat(again.headers().firstValue("X-Redelivered")).contains("1");
      assertThat(again.headers().firstValue("X-Delivery-Count")).contains("1");
      HttpResponse<String> late = broker.delete("/msg/q/" + id);
      assertThat(late.statusCode()).as(late.body()).isEqualTo(404);
      assertThat(late.body()).contains("may be back in its queue");
    }
  }

  @Test
  void whoAcknowledgesTooLateDoesNotDoSoForAnother() throws Exception {
    QueueRules hasty =
        QueueRules.DEFAULT.with(QueueArgument.CONSUMER_TIMEOUT, Duration.ofMillis(50));
    MoonmqSettings settings = MoonmqSettings.DEFAULT.withoutAuthentication().withQueues(hasty);
    try (HttpBroker broker = new HttpBroker(HttpBroker.open().withMoonmq(settings))) {
      broker.post("/msg?queue=q", "m");
      Set<String> ids = new HashSet<>();
      for (int taken = 1; taken <= 3; taken++) {
        HttpResponse<String> response = broker.get("/msg?queue=q&ack=1");
        ids.add(response.headers().firstValue("X-Msg-Id").orElseThrow());
        assertThat(ids).as("a name for each delivery").hasSize(taken);
      }
    }
  }

  @Test
  void aClientThatGoesWhileItWaitsTakesNothingAlong() throws Exception {
    try (HttpBroker broker = HttpBroker.start()) {
      try (SocketChannel client = broker.socket()) {
        write(client, "GET /msg?queue=q HTTP/1.1\r\nHost: b\r\n\r\n");
        await().atMost(PATIENCE).until(() -> consumers(broker) == 1);
      }
      await().atMost(PATIENCE).until(() -> consumers(broker) == 0);

      broker.post("/msg?queue=q", "m");
      HttpResponse<String> taken = broker.get("/msg?queue=q&wait=0");
      assertThat(taken.body()).isEqualTo("m");
      assertThat(taken.headers().firstValue("X-Redelivered")).isEmpty();
    }
  }

  @Test
  void aMessageWhoseClientDiesWhileItIsSentComesAgain() throws Exception {
    byte[] large = new byte[15 << 20]; // more than sockets hold
    try (HttpBroker broker = HttpBroker.start()) {
      assertThat(broker.send("POST", "/msg?queue=q", large).statusCode()).isEqualTo(200);
      for (String ack : new String[] {"0", "1"}) {
        try (SocketChannel client = broker.socket()) {
          write(client, "GET /msg?queue=q&ack=" + ack + " HTTP/1.1\r\nHost: b\r\n\r\n");
          assertThat(client.read(ByteBuffer.allocate(100))).isPositive();
        }
      }

      HttpResponse<String> taken = broker.get("/msg?queue=q");
      assertThat(taken.body()).hasSize(large.length);
      assertThat(taken.headers().firstValue("X-Redelivered")).contains("1");
    }
  }

  @Test
  void aDelayedMessageComesLater() throws Exception {
    try (HttpBroker broker = HttpBroker.start()) {
      broker.post("/msg?queue=q&delay=3600000", "later");

      assertThat(broker.get("/msg?queue=q&wait=0").statusCode()).isEqualTo(204);
      assertThat(broker.facts("q").delayed()).isEqualTo(1);
    }
  }

  @Test
  void noMoreMessagesAreHeldThanMayBe() throws Exception {
    try (HttpBroker broker =
        new HttpBroker(HttpBroker.open().withHttp(HttpBroker.open().http().withMostHeld(1)))) {
      broker.post("/msg?queue=q", "a");
      broker.post("/msg?queue=q", "b");
      String id = broker.get("/msg?queue=q&ack=1").headers().firstValue("X-Msg-Id").orElseThrow();
      for (int i = 0; i < 3; i++) {
        assertThat(broker.get("/msg?queue=q&ack=1").statusCode()).isEqualTo(503);
      }

      broker.delete("/msg/q/" + id);

      HttpResponse<String> next = broker.get("/msg?queue=q&ack=1");
      assertThat(next.body()).isEqualTo("b");
      assertThat(next.headers().firstValue("X-Delivery-Count")).isEmpty();
      broker.delete("/msg/q/" + next.headers().firstValue("X-Msg-Id").orElseThrow());
      assertThat(broker.get("/msg?queue=q&ack=1&wait=0").statusCode()).isEqualTo(204);
      assertThat(broker.get("/msg?queue=q&ack=1&wait=0").statusCode()).isEqualTo(204);
    }
  }

  private static void write(SocketChannel client, String text) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
    while (bytes.hasRemaining()) {
      client.write(bytes);
    }
  }
}
