package io.millrace.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Concurrency;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.RetryPolicy;
import io.millrace.testkit.check.ConservationCheck;
import io.millrace.testkit.check.ConservationReport;
import io.millrace.testkit.check.EventLog;
import io.millrace.testkit.check.LogEvent;
import io.millrace.testkit.check.LogEvent.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real queues, with real threads, on a source with every fault, while they are resized and paused.
 */
final class QueueUnderFaultsTest {
  private static final int MESSAGES = 1_500;
  private static final int KEYS = 25;

  private final EventLog events = new EventLog();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void oneQueueKeepsTheOrderOfEachKeyAndLosesNothing(long seed) {
    MemorySource<Integer> source = source(seed);
    Queue<Integer> queue = queue("alone", source, seed);
    queue.start();
    disturb(List.of(queue), source, new Random(seed));
    assertThat(queue.stop(Duration.ofSeconds(10)).lost()).isZero();
    judge(seed, source, ConservationCheck.ordered());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void twoQueuesKeepTheOrderOfEachKeyAndLoseNothing(long seed) {
    MemorySource<Integer> source = source(seed);
    List<Queue<Integer>> queues =
        List.of(queue("first", source, seed), queue("second", source, seed + 1));
    queues.forEach(Queue::start);
    disturb(queues, source, new Random(seed));
    for (Queue<Integer> queue : queues) {
      assertThat(queue.stop(Duration.ofSeconds(10)).lost()).isZero();
    }
    judge(seed, source, ConservationCheck.orderedPerWorker());
  }

  private MemorySource<Integer> source(long seed) {
    MemorySource<Integer> source =
        MemorySource.<Integer>builder("faulty")
            .partitions(6)
            .random(new Random(seed))
            .revokeBudget(Duration.ofMillis(200))
            .faults(
                Faults.all(0.03)
                    .withSlowFetch(0.03, Duration.ofMillis(2))
                    .withPause(0.005)
                    .withFailFetch(0.005))
            .events(events)
            .build();
    for (int i = 0; i < MESSAGES; i++) {
      source.publish(Message.builder(i).key("k" + i % KEYS).sizeBytes(10).build());
    }
    return source;
  }

  private Queue<Integer> queue(String name, MemorySource<Integer> source, long seed) {
    return Queue.<Integer>builder(name)
        .producers(2, source.producers())
        .concurrency(Concurrency.fixed(4))
        .ordering(Ordering.KEY)
        .bufferMessages(64)
        .bufferBytes(2_000)
        .fetchSize(16)
        .retry(new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(4), 0.5, 50))
        .consumers(() -> message -> handle(name, message, seed))
        .build();
  }

  /** Fails every tenth attempt or so, the same ones for the same seed. */
  private Outcome handle(String worker, Message<Integer> message, long seed) {
    String lane = message.key().orElseThrow();
    int partition = message.partition().index();
    events.accept(new LogEvent.Begun(worker, lane, partition, message.offset(), message.attempt()));
    boolean fails =
        new Random(seed * 31 + message.payload() * 17L + message.attempt()).nextInt(10) == 0;
    events.accept(
        new LogEvent.Ended(
            worker,
            lane,
            partition,
            message.offset(),
            message.attempt(),
            fails ? End.FAILED : End.DONE));
    if (fails && message.payload() % 2 == 0) {
      throw new IllegalStateException("a failure of the seed");
    }
    return fails ? Outcome.retry("a failure of the seed") : Outcome.ack();
  }

  private static void disturb(
      List<Queue<Integer>> queues, MemorySource<Integer> source, Random random) {
    Awaitility.await("every message is finished")
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              Queue<Integer> queue = queues.get(random.nextInt(queues.size()));
              switch (random.nextInt(8)) {
                case 0 -> queue.resize(1 + random.nextInt(3), 1 + random.nextInt(6));
                case 1 -> queue.pause();
                case 2 -> source.lose(random.nextInt(source.partitions()));
                default -> queues.forEach(Queue::resume);
              }
              return source.unfinished() == 0;
            });
  }

  private void judge(long seed, MemorySource<Integer> source, ConservationCheck check) {
    ConservationReport report = events.judge(check);
    List<String> broken = new ArrayList<>(source.violations());
    assertThat(report.isSound()).as("seed " + seed + ": " + report).isTrue();
    assertThat(broken).as("seed " + seed).isEmpty();
  }
}
