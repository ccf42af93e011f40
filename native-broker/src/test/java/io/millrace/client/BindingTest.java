package io.millrace.client;

import static io.millrace.client.Bodies.PATIENCE;
import static io.millrace.client.Bodies.bytes;
import static io.millrace.client.Bodies.get;
import static io.millrace.client.Bodies.next;
import static io.millrace.client.Bodies.take;
import static io.millrace.client.Bodies.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.protocol.moonmq.QueueRules;
import io.millrace.broker.vhost.QueueArgument;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Having messages pushed, against a real broker. */
@Timeout(180)
class BindingTest {
  private TestBroker broker;
  private MillraceClient client;

  @BeforeEach
  void start() throws Exception {
    broker = TestBroker.inMemory();
    client = broker.client().build();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    broker.close();
  }

  @Test
  void noMoreComesThanTheCreditAllowsAndNothingIsLost() throws Exception {
    publish("q", 100, "m");
    try (Binding binding = client.bind(BindOptions.of("q").withCredit(5))) {
      await().atMost(PATIENCE).until(() -> binding.waiting() == 5);
      List<Delivery> held = binding.waitMessages(100, PATIENCE);
      assertThat(held).hasSize(5);
      assertThat(binding.waitMessage(Duration.ofMillis(100))).isEmpty();
      held.forEach(Delivery::ack);
      assertThat(take(binding, 95)).isEqualTo(numbered(5, 100));
    }
  }

  @Test
  void aSlowReaderWithoutAcksLosesNothing() throws Exception {
    int count = 30_000;
    String filling = "x".repeat(1_000);
    try (Binding binding = client.bind(BindOptions.of("q").withoutAcks().withCredit(64))) {
      List<CompletableFuture<Long>> answers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        answers.add(client.publishDirect("q", bytes(filling + i)));
      }
      for (CompletableFuture<Long> each : answers) {
        get(each);
      }
      int mostWaiting = 0;
      for (int i = 0; i < count; i++) {
        mostWaiting = Math.max(mostWaiting, binding.waiting());
        assertThat(text(next(binding))).isEqualTo(filling + i);
      }
      // What one read of the socket brought, and what had been read before, comes on top.
      assertThat(mostWaiting).isLessThan(2_000);
    }
  }

  @Test
  void eachMessageIsAckedForItself() throws Exception {
    publish("q", 3, "m");
    try (Binding binding = client.bind("q")) {
      Delivery first = next(binding);
      next(binding).ack();
      next(binding).ack();
      assertThat(first.deliveryCount()).isZero();
    }
    try (Binding binding = client.bind("q")) {
      Delivery again = next(binding);
      assertThat(text(again)).isEqualTo("m0");
      assertThat(again.isRedelivered()).isTrue();
      // It was given back in order, which counts as no attempt.
      assertThat(again.deliveryCount()).isZero();
      again.ack();
      assertThat(binding.waitMessage(Duration.ofMillis(100))).isEmpty();
    }
  }

  @Test
  void whatAnAbandonedBindingHeldComesAgainAsAFailedAttempt() throws Exception {
    publish("q", 2, "m");
    Binding first = client.bind("q");
    next(first);
    first.abandon();
    try (Binding binding = client.bind("q")) {
      Delivery again = next(binding);
      assertThat(text(again)).isEqualTo("m0");
      assertThat(again.deliveryCount()).isEqualTo(1);
    }
  }

  @Test
  void aMessageInWorkIsKeptByExtendingItAndGoesOnWithout() throws Exception {
    try (TestBroker hasty =
            TestBroker.inMemory(
                moonmq ->
                    moonmq.withQueues(
                        QueueRules.DEFAULT.with(
                            QueueArgument.CONSUMER_TIMEOUT, Duration.ofMillis(600))));
        MillraceClient worker = hasty.client().build();
        Binding first = worker.bind("q")) {
      get(worker.publishDirect("q", bytes("work")));
      Delivery held = next(first);
      try (Binding second = worker.bind("q")) {
        await()
            .pollInterval(Duration.ofMillis(50))
            .during(Duration.ofMillis(1_500))
            .atMost(PATIENCE)
            .until(() -> held.extend() && second.waiting() == 0);
        assertThat(text(next(second))).isEqualTo("work");
      }
    }
  }

  @Test
  void aWaitEndsWhenItsTimeIsUpOrSomebodyWakesIt() throws Exception {
    try (Binding binding = client.bind("q")) {
      assertThat(binding.waitMessage(Duration.ZERO)).isEmpty();
      assertThat(binding.waitMessage(Duration.ofMillis(50))).isEmpty();
      binding.wakeup();
      assertThat(binding.waitMessages(10, PATIENCE)).isEmpty();
      get(client.publishDirect("q", bytes("m")));
      assertThat(text(binding.getMessage())).isEqualTo("m");
    }
  }

  @Test
  void whoeverWaitsIsToldThatItIsClosed() throws Exception {
    Binding binding = client.bind("q");
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(
            () -> {
              try {
                binding.getMessage();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    binding.close();
    binding.close();
    assertThat(Bodies.failure(waiting)).hasMessageContaining("closed");
  }

  @Test
  void connectionsAreUsedAgainAndTwoAreKept() throws Exception {
    get(client.publishDirect("q", bytes("m")));
    for (int i = 0; i < 20; i++) {
      client.bind("q").close();
    }
    assertThat(broker.broker().connections()).isEqualTo(2);
    List<Binding> bindings = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      bindings.add(client.bind("q" + i));
    }
    assertThat(broker.broker().connections()).isEqualTo(6);
    bindings.forEach(Binding::close);
    await().atMost(PATIENCE).until(() -> broker.broker().connections() == 3);
  }

  @Test
  void aRefusalSaysWhy() throws Exception {
    try (MillraceClient stranger = broker.client().user("guest", "wrong").build()) {
      assertThatThrownBy(() -> stranger.bind("q"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("queue 'q'")
          .hasCauseInstanceOf(RefusedException.class);
    }
  }

  private void publish(String queue, int count, String prefix) throws Exception {
    CompletableFuture<Long> last = CompletableFuture.completedFuture(0L);
    for (int i = 0; i < count; i++) {
      last = client.publishDirect(queue, bytes(prefix + i));
    }
    get(last);
  }

  private static List<String> numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
  }
}
