package io.millrace.client;

import static io.millrace.client.Bodies.PATIENCE;
import static io.millrace.client.Bodies.bytes;
import static io.millrace.client.Bodies.failure;
import static io.millrace.client.Bodies.get;
import static io.millrace.client.Bodies.next;
import static io.millrace.client.Bodies.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.vhost.DeleteCondition;
import io.millrace.broker.vhost.VirtualHosts;
import io.millrace.testkit.server.FaultyProxy;
import io.millrace.testkit.server.FaultyProxy.Direction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages and bindings when a connection is lost. */
@Timeout(180)
class LostConnectionTest {
  @TempDir private Path directory;
  private TestBroker broker;
  private FaultyProxy proxy;

  @BeforeEach
  void start() throws Exception {
    broker = TestBroker.durable(directory, moonmq -> moonmq);
    proxy = FaultyProxy.to("127.0.0.1", broker.port());
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    broker.close();
  }

  private MillraceClientBuilder client() {
    return TestBroker.clientAt(proxy.host() + ":" + proxy.port());
  }

  @Test
  void whatIsUnderWayFailsAndTheNextMessageConnectsAgain() throws Exception {
    try (MillraceClient client = client().build()) {
      get(client.publishDirect("q", bytes("first")));
      proxy.swallow(Direction.TO_CLIENT);
      CompletableFuture<Long> unknown = client.publishDirect("q", bytes("unknown"));
      proxy.cut();
      assertThat(failure(unknown)).isInstanceOf(ConnectionLostException.class);
      proxy.heal();
      assertThat(get(client.publishDirect("q", bytes("again")))).isPositive();
      await().atMost(PATIENCE).until(() -> client.publisher().underWay() == 0);
    }
  }

  @Test
  void whatIsUnderWayIsSentAgainWhereThatIsWanted() throws Exception {
    try (MillraceClient client = client().resend(Resend.AT_LEAST_ONCE).build();
        Binding binding = client.bind("q")) {
      List<CompletableFuture<Long>> answers = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        if (i % 500 == 250) {
          proxy.cut();
        }
        answers.add(client.publishDirect("q", bytes("m" + i)));
      }
      for (CompletableFuture<Long> each : answers) {
        get(each);
      }
      Set<String> came = new LinkedHashSet<>();
      while (came.size() < 3_000) {
        Delivery each = next(binding);
        came.add(text(each));
        each.ack();
      }
      assertThat(came)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 3_000).mapToObj(i -> "m" + i).toList());
    }
  }

  @Test
  void bindsAgainAndGetsWhatWasNotAcked() throws Exception {
    try (MillraceClient client = client().build();
        Binding binding = client.bind("q")) {
      get(client.publishDirect("q", bytes("m")));
      Delivery lost = next(binding);
      proxy.refuse();
      proxy.cut();
      await().atMost(PATIENCE).until(() -> binding.notReady().isPresent());
      assertThat(lost.ack()).isFalse();
      proxy.heal();
      Delivery again = next(binding);
      assertThat(text(again)).isEqualTo("m");
      assertThat(again.deliveryCount()).isEqualTo(1);
      assertThat(again.session()).isEqualTo(binding.session()).isPositive();
      assertThat(binding.notReady()).isEmpty();
    }
  }

  @Test
  void bindsAgainAfterARestartOfTheBroker() throws Exception {
    try (MillraceClient client = client().build();
        Binding binding = client.bind("q")) {
      get(client.publishDirect("q", bytes("before")));
      next(binding);
      broker.stop();
      await().atMost(PATIENCE).until(() -> binding.notReady().isPresent());
      broker.startAgain();
      assertThat(text(next(binding))).isEqualTo("before");
    }
  }

  @Test
  void bindsAgainWhenItsQueueIsDeleted() throws Exception {
    try (MillraceClient client = client().build();
        Binding binding = client.bind("q")) {
      broker
          .broker()
          .virtualHosts()
          .host(VirtualHosts.DEFAULT_NAME)
          .orElseThrow()
          .deleteQueue("q", 0, DeleteCondition.NONE)
          .join();
      await().atMost(PATIENCE).until(() -> binding.session() == 1);
      get(client.publishDirect("q", bytes("anew")));
      assertThat(text(next(binding))).isEqualTo("anew");
    }
  }

  @Test
  void aQuietConnectionLives() throws Exception {
    try (TestBroker strict =
            TestBroker.inMemory(moonmq -> moonmq.withKeepalive(Duration.ofMillis(400)));
        MillraceClient client = strict.client().heartbeat(Duration.ofMillis(100)).build();
        Binding binding = client.bind("q")) {
      await()
          .during(Duration.ofMillis(1_500))
          .atMost(PATIENCE)
          .until(() -> binding.notReady().isEmpty());
      assertThat(binding.session()).isZero();
    }
  }
}
