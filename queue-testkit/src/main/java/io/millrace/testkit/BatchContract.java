package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.BatchConsumer;
import io.millrace.queue.DrainReport;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Messages can be handled many at a time, each with an outcome of its own. */
interface BatchContract {

  @Test
  default void settlesEachItemOfABatchByItsOwnOutcome(Trial trial) throws Exception {
    int count = trial.publishLoad(50);
    Set<Long> acked = ConcurrentHashMap.newKeySet();
    Set<Long> rejected = ConcurrentHashMap.newKeySet();
    Worker worker =
        trial
            .worker()
            .handleBatches(
                20,
                messages ->
                    messages.stream().map(message -> settle(message, acked, rejected)).toList());
    trial.await("all are settled", () -> worker.traffic().settled() == count);
    DrainReport report = worker.stop();
    assertThat(report.rejected()).isEqualTo(rejected.size()).isEqualTo(count / 5);
    assertThat(report.acked()).isEqualTo(acked.size()).isEqualTo(count - count / 5);
  }

  private static Outcome settle(Message<byte[]> message, Set<Long> acked, Set<Long> rejected) {
    long number = Payload.number(message);
    if (number % 5 == 0) {
      rejected.add(number);
      return Outcome.reject("a fifth is not wanted");
    }
    if (number % 5 == 1 && message.attempt() == 1) {
      return Outcome.retry("a fifth has to wait");
    }
    acked.add(number);
    return Outcome.ack();
  }

  @Test
  default void failsTheWholeBatchWhenOutcomesAreMissing(Trial trial) throws Exception {
    trial.publish(30, 30);
    Map<Long, AtomicInteger> attempts = new ConcurrentHashMap<>();
    Worker worker =
        trial
            .worker()
            .handleBatches(
                10,
                messages -> {
                  boolean isFirst = false;
                  for (Message<byte[]> message : messages) {
                    attempts
                        .computeIfAbsent(Payload.number(message), n -> new AtomicInteger())
                        .incrementAndGet();
                    isFirst |= message.attempt() == 1;
                  }
                  return isFirst ? List.of() : Collections.nCopies(messages.size(), Outcome.ack());
                });
    trial.await("all are settled", () -> worker.traffic().settled() == 30);
    assertThat(worker.stop().acked()).isEqualTo(30);
    assertThat(attempts)
        .hasSize(30)
        .allSatisfy((number, tries) -> assertThat(tries).hasValueGreaterThan(1));
  }

  @Test
  default void putsOneMessageOfAKeyIntoABatchAndKeepsTheOrder(Trial trial) throws Exception {
    trial.requires(Feature.ORDER_PER_KEY);
    int count = trial.publishLoad(10);
    List<String> crowds = new CopyOnWriteArrayList<>();
    Map<String, List<Long>> handled = new ConcurrentHashMap<>();
    Worker worker =
        trial
            .worker()
            .ordering(Ordering.KEY)
            .handleBatches(
                20,
                messages -> {
                  Set<String> keys = new HashSet<>();
                  for (Message<byte[]> message : messages) {
                    if (!keys.add(message.key().orElseThrow())) {
                      crowds.add(message.toString());
                    }
                    note(handled, message);
                  }
                  return Collections.nCopies(messages.size(), Outcome.ack());
                });
    trial.await("all are settled", () -> worker.traffic().settled() == count);
    assertThat(crowds).as("messages beside another of their key").isEmpty();
    assertInOrder(handled, count);
  }

  @Test
  default void repeatsAnAtomicBatchFromItsFirstMessageAndKeepsTheOrder(Trial trial)
      throws Exception {
    trial.requires(Feature.ORDER_PER_KEY);
    int count = trial.publishLoad(10);
    Map<String, List<Long>> handled = new ConcurrentHashMap<>();
    Worker worker =
        trial.worker().ordering(Ordering.KEY).handleBatches(20, new AtomicBatches(handled));
    trial.await("all are settled", () -> worker.traffic().settled() == count);
    assertThat(worker.stop().acked()).isEqualTo(count);
    assertInOrder(handled, count);
  }

  /** Fails every third batch as a whole. */
  final class AtomicBatches implements BatchConsumer<byte[]> {
    private final Map<String, List<Long>> handled;
    private final AtomicInteger batches = new AtomicInteger();

    AtomicBatches(Map<String, List<Long>> handled) {
      this.handled = handled;
    }

    @Override
    public List<Outcome> consume(List<Message<byte[]>> messages) {
      boolean fails = batches.incrementAndGet() % 3 == 0;
      if (!fails) {
        messages.forEach(message -> note(handled, message));
      }
      return Collections.nCopies(
          messages.size(), fails ? Outcome.retry("the whole batch") : Outcome.ack());
    }

    @Override
    public boolean isAtomic() {
      return true;
    }
  }

  private static void note(Map<String, List<Long>> handled, Message<byte[]> message) {
    handled
        .computeIfAbsent(message.key().orElseThrow(), key -> new CopyOnWriteArrayList<>())
        .add(Payload.number(message));
  }

  private static void assertInOrder(Map<String, List<Long>> handled, int count) {
    assertThat(handled.values().stream().mapToInt(List::size).sum())
        .as("messages handled")
        .isEqualTo(count);
    assertThat(handled)
        .allSatisfy((key, numbers) -> assertThat(numbers).isSorted().doesNotHaveDuplicates());
  }
}
