package io.millrace.client;

import static io.millrace.client.Bodies.bytes;
import static io.millrace.client.Bodies.failure;
import static io.millrace.client.Bodies.get;
import static io.millrace.client.Bodies.next;
import static io.millrace.client.Bodies.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.client.codec.Confirm;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publishing, against a real broker. */
@Timeout(180)
class PublishTest {
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
  void publishesManyAtATimeInTheirOrder() throws Exception {
    List<CompletableFuture<Long>> answers = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      answers.add(client.publishDirect("q", bytes("m" + i)));
    }
    long before = 0;
    for (CompletableFuture<Long> each : answers) {
      assertThat(get(each)).isGreaterThan(before);
      before = each.join();
    }
    try (Binding binding = client.bind("q")) {
      assertThat(take(binding, 20_000))
          .isEqualTo(IntStream.range(0, 20_000).mapToObj(i -> "m" + i).toList());
    }
  }

  @Test
  void waitsForRoomInsteadOfTakingMoreThanItMay() throws Exception {
    try (MillraceClient small = broker.client().window(10, 1_000_000).build()) {
      int most = 0;
      List<CompletableFuture<Long>> answers = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        answers.add(small.publishDirect("q", bytes("m" + i)));
        most = Math.max(most, small.publisher().underWay());
      }
      for (CompletableFuture<Long> each : answers) {
        get(each);
      }
      assertThat(most).isBetween(1, 10);
    }
  }

  @Test
  void aFutureMayPublishTheNextMessage() throws Exception {
    try (MillraceClient small = broker.client().window(1, 1).build()) {
      CompletableFuture<Long> last = small.publishDirect("q", bytes("0"));
      for (int i = 1; i < 50; i++) {
        String body = String.valueOf(i);
        last =
            last.thenCompose(
                id -> {
                  try {
                    return small.publishDirect("q", bytes(body));
                  } catch (InterruptedException e) {
                    return CompletableFuture.failedFuture(e);
                  }
                });
      }
      get(last);
      try (Binding binding = small.bind("q")) {
        assertThat(take(binding, 50)).hasSize(50);
      }
    }
  }

  @Test
  void givesACopyToEachThatHasBoundTheQueue() throws Exception {
    try (Binding one = client.bind("q");
        Binding another = client.bind(BindOptions.of("q").withRoutingKey("key"))) {
      get(client.publishFanout("q", bytes("all")));
      assertThat(take(one, 1)).containsExactly("all");
      assertThat(take(another, 1)).containsExactly("all");
    }
  }

  @Test
  void goesToThoseWithTheSameKey() throws Exception {
    try (Binding binding = client.bind(BindOptions.of("q").withRoutingKey("red"))) {
      get(client.publish(Publication.direct("q", bytes("blue")).withRoutingKey("blue")));
      get(client.publish(Publication.direct("q", bytes("red")).withRoutingKey("red")));
      Delivery delivery = next(binding);
      assertThat(delivery.body()).isEqualTo(bytes("red"));
      assertThat(delivery.routingKey()).isEqualTo("red");
    }
  }

  @Test
  void holdsMessagesBackUntilTheirTime() throws Exception {
    try (Binding binding = client.bind("q")) {
      long start = System.nanoTime();
      get(
          client.publish(
              Publication.direct("q", bytes("later")).withDelay(Duration.ofMillis(600))));
      get(
          client.publish(
              Publication.direct("q", bytes("soon"))
                  .withConfirm(Confirm.MEMORY)
                  .withDeliverAt(Instant.now().plusMillis(300))));
      get(client.publishDirect("q", bytes("now")));
      assertThat(take(binding, 3)).containsExactly("now", "soon", "later");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(590));
    }
  }

  @Test
  void aRefusalIsForOneMessageOnly() throws Exception {
    CompletableFuture<Long> first = client.publishDirect("q", bytes("first"));
    CompletableFuture<Long> empty = client.publishDirect("q", new byte[0]);
    CompletableFuture<Long> last = client.publishDirect("q", bytes("last"));
    assertThat(failure(empty))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.code()).isEqualTo(400))
        .hasMessageContaining("empty");
    assertThat(get(last)).isGreaterThan(get(first));
  }

  @Test
  void refusesItselfWhatWouldEndTheConnection() {
    assertThatThrownBy(() -> client.publishDirect("q".repeat(201), bytes("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("201 bytes");
    assertThatThrownBy(() -> client.publishDirect("", bytes("x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> client.publishDirect("q", new byte[(16 << 20) + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16,777,216");
  }

  @Test
  void publishesTheLargestBody() throws Exception {
    byte[] body = new byte[16 << 20];
    body[body.length - 1] = 7;
    get(client.publishDirect("q", body));
    try (Binding binding = client.bind("q")) {
      assertThat(next(binding).body()).isEqualTo(body);
    }
  }

  @Test
  void aWrongPasswordFailsWhatIsPublished() throws Exception {
    try (MillraceClient stranger = broker.client().user("guest", "wrong").build()) {
      assertThat(failure(stranger.publishDirect("q", bytes("x"))))
          .isInstanceOfSatisfying(
              RefusedException.class, refused -> assertThat(refused.code()).isEqualTo(401));
      assertThat(stranger.publisher().notReady()).isPresent();
    }
  }

  @Test
  void saysWhereNobodyListens() throws Exception {
    broker.stop();
    CompletableFuture<Long> failed = client.publishDirect("q", bytes("x"));
    assertThat(failure(failed))
        .hasMessageContaining("cannot connect to " + broker.address())
        .hasRootCauseInstanceOf(ConnectException.class);
    broker.startAgain();
    CompletableFuture<Long> again = client.publishDirect("q", bytes("y"));
    assertThat(get(again)).isPositive();
  }

  @Test
  void takesTheNextAddressWhereTheFirstDoesNotAnswer() throws Exception {
    try (TestBroker down = TestBroker.inMemory()) {
      down.stop();
      try (MillraceClient either = down.client().address(broker.address()).build()) {
        assertThat(get(either.publishDirect("q", bytes("x")))).isPositive();
      }
    }
  }

  @Test
  void closingWaitsForWhatIsUnderWay() throws Exception {
    List<CompletableFuture<Long>> answers = new ArrayList<>();
    try (Publisher publisher = client.newPublisher()) {
      for (int i = 0; i < 1_000; i++) {
        answers.add(publisher.publishDirect("q", bytes("m" + i)));
      }
    }
    assertThat(answers)
        .allSatisfy(each -> assertThat(each.isDone() && !each.isCompletedExceptionally()).isTrue());
  }
}
