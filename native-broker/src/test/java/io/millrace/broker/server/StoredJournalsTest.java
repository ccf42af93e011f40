package io.millrace.broker.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.exchange.ExchangeTypes;
import io.millrace.broker.loop.OwnerLoops;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.store.LocalStore;
import io.millrace.broker.store.StoreOptions;
import io.millrace.broker.vhost.Answer;
import io.millrace.broker.vhost.ConfirmSink;
import io.millrace.broker.vhost.HostSettings;
import io.millrace.broker.vhost.PublishRefusal;
import io.millrace.broker.vhost.Publisher;
import io.millrace.broker.vhost.QueueDefinition;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.broker.vhost.VirtualHosts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoredJournalsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @TempDir private Path directory;

  @Test
  void aVirtualHostOnADiskComesBackWithWhatItConfirmed() throws Exception {
    run(
        host -> {
          done(host.declareQueue(QueueDefinition.durable("q"), 0));
          done(host.bind(Binding.toQueue("amq.topic", "q", "a.#"), 0));
          publish(host, 100);
          assertThat(done(host.queue("q", 0)).ready()).isEqualTo(100);
        });

    run(
        host -> {
          assertThat(done(host.queue("q", 0)).ready()).isEqualTo(100);
          assertThat(done(host.browse("q", 0, 1)).get(0).message().body())
              .isEqualTo("m0".getBytes(UTF_8));
          publish(host, 10);
          assertThat(done(host.queue("q", 0)).ready()).isEqualTo(110);
        });
  }

  /** What is done with a broker while it runs. */
  private interface Work {
    void with(VirtualHost host);
  }

  private void run(Work work) throws IOException, InterruptedException {
    OwnerLoops loops =
        OwnerLoops.start(
            "test-queues", 2, OwnerLoops.DEFAULT_LIMIT_BYTES, System::currentTimeMillis);
    LocalStore store = LocalStore.open(directory, StoreOptions.DEFAULTS.withLowestFree(0));
    VirtualHosts hosts =
        VirtualHosts.open(
            loops, new StoredJournals(store), ExchangeTypes.standard(), HostSettings.DEFAULT);
    work.with(hosts.host(VirtualHosts.DEFAULT_NAME).orElseThrow());
    assertThat(hosts.stop(DEADLINE)).isTrue();
    store.close();
    assertThat(loops.stop(DEADLINE)).isTrue();
  }

  private static void publish(VirtualHost host, int messages) {
    Publisher publisher = host.publisher(() -> {});
    for (int n = 0; n < messages; n++) {
      publisher.publish(
          new Message(
              "amq.topic",
              "a.b",
              Properties.builder().persistent().build(),
              ("m" + n).getBytes(UTF_8)));
    }
    publisher.flush();
    await()
        .atMost(DEADLINE)
        .until(
            () -> {
              publisher.takeConfirms(new NothingRefused());
              return publisher.outstanding() == 0;
            });
  }

  private static <T> T done(CompletableFuture<Answer<T>> answer) {
    return answer.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join().value().orElseThrow();
  }

  private static final class NothingRefused implements ConfirmSink {
    @Override
    public void confirmed(long sequence, boolean multiple) {}

    @Override
    public void refused(long sequence, PublishRefusal why) {
      throw new AssertionError(sequence + " was refused: " + why);
    }
  }
}
