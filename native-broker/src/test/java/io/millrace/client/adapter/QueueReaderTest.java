package io.millrace.client.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.client.FakeBroker;
import io.millrace.client.MillraceClient;
import io.millrace.client.MillraceClientBuilder;
import io.millrace.client.TestBroker;
import io.millrace.client.codec.Frame;
import io.millrace.queue.Fetch;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A producer of a queue, called as the engine calls it. */
@Timeout(180)
class QueueReaderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void whatIsHandledIsAckedWhateverBecomesOfWhatIsNot() throws Exception {
    try (TestBroker broker = TestBroker.inMemory();
        MillraceClient client = clientOf(broker)) {
      client.publishDirect("q", "fails".getBytes(UTF_8)).get();
      client.publishDirect("q", "works".getBytes(UTF_8)).get();
      try (Producer<String> producer = source(client, Ordering.NONE).create(0)) {
        List<Message<String>> came = fetch(producer, 2);
        Message<String> failed = came.get(0).toBuilder().attempt(2).build();
        producer.settle(
            List.of(
                new Settlement<>(failed, Settlement.Kind.RETURNED, Duration.ofDays(100_000)),
                new Settlement<>(came.get(1), Settlement.Kind.ACKED)));
      }
      try (Producer<String> producer = source(client, Ordering.NONE).create(0)) {
        assertThat(fetch(producer, 1)).extracting(Message::payload).containsExactly("fails");
        OneFetch more = new OneFetch(Duration.ofMillis(100));
        producer.fetch(more);
        assertThat(more.messages).isEmpty();
      }
    }
  }

  @Test
  void aFetchThatWaitsForItsFirstBindIsWoken() throws Exception {
    try (FakeBroker broker = new FakeBroker();
        MillraceClient client =
            MillraceClient.builder().address(broker.address()).timeout(PATIENCE).build()) {
      Producer<String> producer = source(client, Ordering.KEY).create(0);
      OneFetch nothing = new OneFetch(PATIENCE.multipliedBy(10));
      CompletableFuture<Void> fetching =
          CompletableFuture.runAsync(
              () -> {
                try {
                  producer.fetch(nothing);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      FakeBroker.Peer peer = broker.accept();
      peer.expect(Frame.Bind.class);
      producer.wakeup();
      fetching.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

      peer.send(new Frame.BindOk("q", Frame.BindOk.NOT_SAID));
      peer.send(new Frame.Push("q", 1, "", false, 0, "m".getBytes(UTF_8)));
      assertThat(fetch(producer, 1)).extracting(Message::payload).containsExactly("m");
      CompletableFuture<Void> closing =
          CompletableFuture.runAsync(
              () -> {
                try {
                  producer.close();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      peer.expect(Frame.Unbind.class);
      peer.send(new Frame.UnbindOk("q"));
      closing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static MillraceClient clientOf(TestBroker broker) {
    MillraceClientBuilder builder = MillraceClient.builder();
    broker.describeTo(builder);
    return builder.build();
  }

  private static MillraceSource<String> source(MillraceClient client, Ordering ordering) {
    return MillraceSource.builder(MillracePayload.text())
        .client(client)
        .queue("q")
        .ordering(ordering)
        .build();
  }

  private static List<Message<String>> fetch(Producer<String> producer, int count) {
    OneFetch fetch = new OneFetch(Duration.ofMillis(100));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              producer.fetch(fetch);
              return fetch.count() >= count;
            });
    return fetch.messages;
  }

  /** Room for a thousand messages. */
  private record OneFetch(Duration maxWait, List<Message<String>> messages)
      implements Fetch<String> {
    OneFetch(Duration maxWait) {
      this(maxWait, new ArrayList<>());
    }

    @Override
    public int messageLimit() {
      return 1_000;
    }

    @Override
    public long byteLimit() {
      return 1 << 20;
    }

    @Override
    public void add(Message<String> message) {
      messages.add(message);
    }

    @Override
    public int count() {
      return messages.size();
    }

    @Override
    public void revoke(SourcePartition partition) {}

    @Override
    public int giveBack(SourcePartition partition, long offset) {
      return 0;
    }

    @Override
    public boolean awaitSettlements(Duration wait) {
      return false;
    }
  }
}
