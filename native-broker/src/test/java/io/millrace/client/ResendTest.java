package io.millrace.client;

import static io.millrace.client.Bodies.PATIENCE;
import static io.millrace.client.Bodies.bytes;
import static io.millrace.client.Bodies.failure;
import static io.millrace.client.Bodies.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.client.codec.Frame;
import io.millrace.client.codec.FrameLimits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent again when a connection ends, and what is not. */
@Timeout(180)
class ResendTest {
  private FakeBroker broker;
  private MillraceClient client;

  @BeforeEach
  void start() throws Exception {
    broker = new FakeBroker();
    client = broker.client().resend(Resend.AT_LEAST_ONCE).build();
  }

  @AfterEach
  void stop() throws Exception {
    broker.close();
    client.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413})
  void whatTheBrokerEndsTheConnectionForFailsAndTheOthersAreSentAgain(int code) throws Exception {
    CompletableFuture<Long> first = client.publishDirect("q", bytes("first"));
    CompletableFuture<Long> bad = client.publishDirect("q", bytes("bad"));
    CompletableFuture<Long> last = client.publishDirect("q", bytes("last"));
    FakeBroker.Peer peer = broker.accept();
    for (int i = 0; i < 3; i++) {
      peer.expect(Frame.Publish.class);
    }
    peer.send(
        new Frame.PublishOk(1), new Frame.Fault(code, Frame.Fault.NO_METHOD, "not like that"));
    peer.close();
    assertThat(get(first)).isEqualTo(1);
    assertThat(failure(bad))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.code()).isEqualTo(code));
    FakeBroker.Peer next = broker.accept();
    assertThat(next.expect(Frame.Publish.class).body()).isEqualTo(bytes("last"));
    next.send(new Frame.PublishOk(2));
    assertThat(get(last)).isEqualTo(2);
    await().atMost(PATIENCE).until(() -> client.publisher().underWay() == 0);
  }

  @Test
  void aBodyAboveTheBrokersLimitFailsAloneWithARealBroker() throws Exception {
    try (TestBroker small =
            TestBroker.inMemory(moonmq -> moonmq.withLimits(new FrameLimits(1_000, 8 << 10, 200)));
        MillraceClient sender = small.client().resend(Resend.AT_LEAST_ONCE).build()) {
      CompletableFuture<Long> before = sender.publishDirect("q", bytes("before"));
      CompletableFuture<Long> large = sender.publishDirect("q", new byte[1_001]);
      CompletableFuture<Long> after = sender.publishDirect("q", bytes("after"));
      assertThat(get(before)).isPositive();
      assertThat(failure(large))
          .isInstanceOfSatisfying(
              RefusedException.class, refused -> assertThat(refused.code()).isEqualTo(413));
      assertThat(get(after)).isPositive();
    }
  }

  @Test
  void aNewConnectionIsBelievedOnceTheBrokerAnswers() throws Exception {
    CompletableFuture<Long> published = client.publishDirect("q", bytes("m"));
    for (int i = 0; i < 3; i++) {
      FakeBroker.Peer peer = broker.accept();
      peer.expect(Frame.Publish.class);
      peer.close();
    }
    FakeBroker.Peer peer = broker.accept();
    peer.expect(Frame.Publish.class);
    assertThat(client.publisher().notReady()).isPresent();
    peer.send(new Frame.PublishOk(1));
    assertThat(get(published)).isEqualTo(1);
    await().atMost(PATIENCE).until(() -> client.publisher().notReady().isEmpty());
  }

  @Test
  void refusesADelayThatTheProtocolHasNoWordFor() {
    Publication message = Publication.direct("q", bytes("m"));
    message.withDelay(Duration.ofDays(3_660));
    assertThatThrownBy(() -> message.withDelay(Duration.ofDays(3_660).plusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3,660 days");
  }
}
