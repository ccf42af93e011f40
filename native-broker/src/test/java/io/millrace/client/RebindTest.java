package io.millrace.client;

import static io.millrace.client.Bodies.PATIENCE;
import static io.millrace.client.Bodies.bytes;
import static io.millrace.client.Bodies.failure;
import static io.millrace.client.Bodies.get;
import static io.millrace.client.Bodies.next;
import static io.millrace.client.Bodies.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Method;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which connection a binding has, and when, with a broker that speaks at a bad moment. */
@Timeout(180)
class RebindTest {
  private static final Frame DELETED = new Frame.Fault(410, Method.BIND.number(), "it is no more");
  private static final Duration A_MOMENT = Duration.ofMillis(300);

  private FakeBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = new FakeBroker();
  }

  @AfterEach
  void stop() throws Exception {
    broker.close();
  }

  @Test
  void whatIsClosedWhileItBindsIsUnbound() throws Exception {
    try (MillraceClient client = broker.client().build()) {
      CompletableFuture<Binding> opened = client.bindAsync(BindOptions.of("q"));
      FakeBroker.Peer peer = broker.accept();
      peer.expect(Frame.Bind.class);
      opened.cancel(false);
      peer.send(new Frame.BindOk("q", Frame.BindOk.NOT_SAID), push(1, "late"));
      peer.unbind();
    }
  }

  @Test
  void whatIsClosedIsNeverBoundAgain() throws Exception {
    try (MillraceClient client = broker.client().build()) {
      CompletableFuture<Binding> opened = client.bindAsync(BindOptions.of("q"));
      FakeBroker.Peer peer = broker.accept().bind();
      Binding binding = get(opened);
      broker.refuse();
      peer.close();
      await().atMost(PATIENCE).until(() -> binding.notReady().isPresent());
      binding.close();
      broker.listenAgain();
      Optional<FakeBroker.Peer> came = broker.accept(A_MOMENT);
      assertThat(came.isEmpty() || came.get().isSilentFor(A_MOMENT)).isTrue();
    }
  }

  @Test
  void aQueueDeletedWhileItIsUnboundLeavesItsConnectionToOneUserOnly() throws Exception {
    try (MillraceClient client = broker.client().build()) {
      CompletableFuture<Binding> opened = client.bindAsync(BindOptions.of("q"));
      FakeBroker.Peer first = broker.accept().bind();
      Binding binding = get(opened);
      CompletableFuture<Void> closed = CompletableFuture.runAsync(binding::close);
      first.expect(Frame.Unbind.class);
      first.send(DELETED, new Frame.UnbindOk("q"));
      get(closed);
      usesTheConnection(client, first, "a");
      CompletableFuture<Binding> second = client.bindAsync(BindOptions.of("b"));
      assertThat(broker.accept().expect(Frame.Bind.class).queue()).isEqualTo("b");
      second.cancel(false);
    }
  }

  @Test
  void whatCameBeforeTheEndOfTheQueueIsHandedOverAndTheConnectionIsRead() throws Exception {
    try (MillraceClient client = broker.client().build()) {
      CompletableFuture<Binding> opened =
          client.bindAsync(BindOptions.of("q").withoutAcks().withCredit(1));
      FakeBroker.Peer peer = broker.accept().bind();
      Binding binding = get(opened);
      peer.send(push(1, "one"), push(2, "two"), DELETED);
      peer.bind();
      peer.send(push(3, "three"));
      assertThat(text(next(binding))).isEqualTo("one");
      assertThat(text(next(binding))).isEqualTo("two");
      Delivery third = next(binding);
      assertThat(text(third)).isEqualTo("three");
      assertThat(third.session()).isEqualTo(1);
      binding.abandon();
    }
  }

  @Test
  void aReaderThatIsFullWhenItClosesHearsTheAnswer() throws Exception {
    try (MillraceClient client = broker.client().build()) {
      CompletableFuture<Binding> opened =
          client.bindAsync(BindOptions.of("q").withoutAcks().withCredit(1));
      FakeBroker.Peer peer = broker.accept().bind();
      Binding binding = get(opened);
      peer.send(push(1, "one"));
      await().atMost(PATIENCE).until(() -> binding.waiting() == 1);
      CompletableFuture<Void> closed = CompletableFuture.runAsync(binding::close);
      peer.expect(Frame.Unbind.class);
      peer.send(push(2, "two"), push(3, "three"));
      peer.send(new Frame.UnbindOk("q"));
      get(closed);
      usesTheConnection(client, peer, "p");
    }
  }

  @Test
  void aConnectionOnWhichNobodyAnswersAnUnbindEnds() throws Exception {
    try (MillraceClient client = broker.client().timeout(Duration.ofSeconds(2)).build()) {
      CompletableFuture<Binding> opened = client.bindAsync(BindOptions.of("q"));
      FakeBroker.Peer peer = broker.accept().bind();
      Binding binding = get(opened);
      binding.close();
      peer.expect(Frame.Unbind.class);
      assertThat(peer.isEnded()).isTrue();
    }
  }

  @Test
  void whatIsOnItsWayFailsWhenTheClientIsClosed() throws Exception {
    MillraceClient client = broker.client().build();
    CompletableFuture<Binding> opened = client.bindAsync(BindOptions.of("q"));
    FakeBroker.Peer peer = broker.accept();
    peer.expect(Frame.Bind.class);
    CompletableFuture<Void> closed = CompletableFuture.runAsync(client::close);
    assertThat(failure(opened)).isInstanceOf(IOException.class).hasMessageContaining("closed");
    peer.expect(Frame.Unbind.class);
    peer.send(new Frame.BindOk("q", Frame.BindOk.NOT_SAID), new Frame.UnbindOk("q"));
    get(closed);
    assertThatThrownBy(() -> client.bind("q"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(client::newPublisher).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> client.publishDirect("q", bytes("m")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aNewBindIsBelievedOnceAMessageComes() throws Exception {
    try (MillraceClient client =
        broker.client().pauses(Duration.ofMillis(5), Duration.ofMinutes(1)).build()) {
      CompletableFuture<Binding> opened = client.bindAsync(BindOptions.of("q"));
      FakeBroker.Peer peer = broker.accept().bind();
      Binding binding = get(opened);
      for (int i = 0; i < 3; i++) {
        peer.close();
        peer = broker.accept().bind();
      }
      await().during(A_MOMENT).atMost(PATIENCE).until(() -> binding.notReady().isPresent());
      peer.send(push(1, "m"));
      next(binding);
      assertThat(binding.notReady()).isEmpty();
      binding.abandon();
    }
  }

  @Test
  void aNewBindIsBelievedWhenItLasts() throws Exception {
    try (MillraceClient client = broker.client().build()) {
      CompletableFuture<Binding> opened = client.bindAsync(BindOptions.of("q"));
      FakeBroker.Peer peer = broker.accept().bind();
      Binding binding = get(opened);
      peer.close();
      await().atMost(PATIENCE).until(() -> binding.notReady().isPresent());
      broker.accept().bind();
      await().atMost(PATIENCE).until(() -> binding.notReady().isEmpty());
      binding.abandon();
    }
  }

  @Test
  void theClientsOwnThreadMustNotWait() throws Exception {
    try (MillraceClient client = broker.client().build()) {
      CompletableFuture<Binding> opened = client.bindAsync(BindOptions.of("q"));
      CompletableFuture<Throwable> thrown =
          opened.thenApply(
              binding -> {
                try {
                  binding.getMessage();
                  client.bind("q");
                  return new AssertionError("it waited");
                } catch (IllegalStateException | IOException | InterruptedException e) {
                  return e;
                }
              });
      FakeBroker.Peer peer = broker.accept().bind();
      assertThat(get(thrown))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("getMessage");
      peer.send(push(1, "m"));
      assertThat(text(get(opened).getMessage())).isEqualTo("m");
      get(opened).abandon();
    }
  }

  /** Publishes something, which that connection has to bring. */
  private static void usesTheConnection(MillraceClient client, FakeBroker.Peer peer, String queue)
      throws Exception {
    CompletableFuture<Long> published = client.publishDirect(queue, bytes("m"));
    assertThat(peer.expect(Frame.Publish.class).queue()).isEqualTo(queue);
    peer.send(new Frame.PublishOk(1));
    assertThat(get(published)).isEqualTo(1);
  }

  private static Frame push(long id, String body) {
    return new Frame.Push("q", id, "", false, 0, bytes(body));
  }
}
