package io.millrace.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.testkit.FetchBuffer;
import io.millrace.testkit.check.ConservationCheck;
import io.millrace.testkit.check.ConservationReport;
import io.millrace.testkit.check.EventLog;
import io.millrace.testkit.check.LogEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two careful readers, one after the other in one thread, on a source with every fault. */
final class FaultyMemorySourceTest {
  private static final int MESSAGES = 200;

  private final AtomicLong clock = new AtomicLong();
  private final EventLog events = new EventLog();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void losesNothingAndKeepsTheOrderWhateverFaultsItIsGiven(long seed) throws Exception {
    MemorySource<Integer> source =
        MemorySource.<Integer>builder("faulty")
            .nanoTime(clock::get)
            .pause(clock::addAndGet)
            .random(new Random(seed))
            .events(events)
            .faults(Faults.all(0.1))
            .build();
    for (int i = 0; i < MESSAGES; i++) {
      source.publish(Message.builder(i).key("k" + i % 17).build());
    }
    List<Producer<Integer>> producers =
        List.of(source.producers().create(0), source.producers().create(1));
    Random random = new Random(seed);
    for (int step = 0; source.unfinished() > 0; step++) {
      assertThat(step).as("steps needed, seed " + seed).isLessThan(100_000);
      clock.addAndGet(1_000_000);
      read(producers.get(random.nextInt(2)), 1 + random.nextInt(20));
    }
    source.inject(Faults.NONE);
    for (Producer<Integer> producer : producers) {
      producer.close();
    }
    ConservationReport report = events.judge(ConservationCheck.ordered());
    assertThat(report.isSound()).as("seed " + seed + ": " + report).isTrue();
    assertThat(report.duplicates()).as("faults that repeat").isPositive();
    assertThat(source.violations()).isEmpty();
  }

  /** Handles what it fetched at once, in order, and leaves nothing open. */
  private void read(Producer<Integer> producer, int limit) throws Exception {
    FetchBuffer<Integer> fetch = FetchBuffer.of(limit);
    try {
      producer.fetch(fetch);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("as it was told to");
    }
    List<Settlement<Integer>> settlements = new ArrayList<>();
    for (Message<Integer> message : fetch.messages()) {
      String lane = message.key().orElseThrow();
      int partition = message.partition().index();
      events.accept(
          new LogEvent.Begun("reader", lane, partition, message.offset(), message.attempt()));
      events.accept(
          new LogEvent.Ended(
              "reader", lane, partition, message.offset(), message.attempt(), LogEvent.End.DONE));
      settlements.add(new Settlement<>(message, Settlement.Kind.ACKED));
    }
    try {
      producer.settle(settlements);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("as it was told to");
    }
    clock.addAndGet(Duration.ofMillis(1).toNanos());
  }
}
