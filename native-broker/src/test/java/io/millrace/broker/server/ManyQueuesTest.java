package io.millrace.broker.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.exchange.ExchangeTypes;
import io.millrace.broker.loop.OwnerLoops;
import io.millrace.broker.store.LocalStore;
import io.millrace.broker.store.StoreOptions;
import io.millrace.broker.vhost.Answer;
import io.millrace.broker.vhost.HostSettings;
import io.millrace.broker.vhost.QueueDefinition;
import io.millrace.broker.vhost.QueueFacts;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.broker.vhost.VirtualHosts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What many stored queues cost; {@code -Dmany.queues=100000} for more than a build has time for.
 */
@Timeout(120)
class ManyQueuesTest {
  private static final Logger LOG = LoggerFactory.getLogger(ManyQueuesTest.class);
  private static final int QUEUES = Integer.getInteger("many.queues", 10_000);
  private static final int WARM_UP = 500;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private OwnerLoops loops;
  private LocalStore store;
  private VirtualHosts hosts;

  @BeforeEach
  void open() throws IOException {
    loops =
        OwnerLoops.start(
            "test-queues", 2, OwnerLoops.DEFAULT_LIMIT_BYTES, System::currentTimeMillis);
    store = LocalStore.open(directory, StoreOptions.DEFAULTS.withLowestFree(0));
    hosts =
        VirtualHosts.open(
            loops, new StoredJournals(store), ExchangeTypes.standard(), HostSettings.DEFAULT);
  }

  @AfterEach
  void close() throws IOException, InterruptedException {
    hosts.stop(DEADLINE);
    store.close();
    assertThat(loops.stop(DEADLINE)).isTrue();
  }

  @Test
  void anIdleQueueTakesAtMostTwoKibibytesOfHeapAndAllStopTogether()
      throws IOException, InterruptedException {
    declare("warm-up-", WARM_UP);
    long before = heapBytes();
    long start = System.nanoTime();
    declare("queue-", QUEUES);
    long declared = System.nanoTime();
    long each = (heapBytes() - before) / QUEUES;
    long stopping = System.nanoTime();
    assertThat(hosts.stop(DEADLINE)).isTrue();
    long stopped = System.nanoTime();
    close();
    open();
    String figures =
        "%d queues: declared in %d ms, %d B each, stopped in %d ms, opened in %d ms"
            .formatted(
                QUEUES,
                (declared - start) / 1_000_000,
                each,
                (stopped - stopping) / 1_000_000,
                (System.nanoTime() - stopped) / 1_000_000);
    LOG.info(figures);
    assertThat(each).as(figures).isBetween(500L, 2_048L);
    assertThat(Duration.ofNanos(stopped - stopping)).as(figures).isLessThan(Duration.ofSeconds(10));
    assertThat(host().queues()).as(figures).hasSize(QUEUES + WARM_UP);
  }

  private void declare(String prefix, int count) {
    List<CompletableFuture<Answer<QueueFacts>>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(host().declareQueue(QueueDefinition.durable(prefix + i), 0));
    }
    answers.forEach(answer -> assertThat(answer.join().value()).isPresent());
  }

  private VirtualHost host() {
    return hosts.host(VirtualHosts.DEFAULT_NAME).orElseThrow();
  }

  private static long heapBytes() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
