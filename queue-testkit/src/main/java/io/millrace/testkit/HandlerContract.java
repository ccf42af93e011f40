package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Consumer;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.testkit.check.ConservationCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whatever a handler does, the queue goes on. */
interface HandlerContract {

  @Test
  default void goesOnWhateverAHandlerThrows(Trial trial) throws Exception {
    trial.publish(40, 40);
    CountDownLatch together = new CountDownLatch(WorkerSettings.CONSUMERS);
    AtomicInteger lonely = new AtomicInteger();
    trial
        .worker()
        .handle(
            message -> {
              long number = Payload.number(message);
              if (number < 40) {
                return message.attempt() == 1 ? fail(number) : Outcome.ack();
              }
              together.countDown();
              if (!together.await(20, TimeUnit.SECONDS)) {
                lonely.incrementAndGet();
              }
              return Outcome.ack();
            });
    trial.awaitDone(40);
    trial.publish(WorkerSettings.CONSUMERS, WorkerSettings.CONSUMERS);
    trial.awaitDone(40 + WorkerSettings.CONSUMERS);
    assertThat(lonely).as("handlers that could not run beside the others").hasValue(0);
    assertThat(trial.judge(ConservationCheck.unordered()).duplicates()).isZero();
  }

  private static Outcome fail(long number) {
    switch ((int) (number % 5)) {
      case 0 -> throw new IllegalStateException("a handler's defect");
      case 1 -> throw new OutOfMemoryError("as a handler may cause it");
      case 2 -> throw new AssertionError("a handler's assertion");
      case 3 -> throw new NoClassDefFoundError("missing/Library");
      default -> {
        return overflow(0);
      }
    }
  }

  private static Outcome overflow(long depth) {
    return depth == Long.MAX_VALUE ? Outcome.ack() : overflow(depth + 1);
  }

  @Test
  default void treatsAHandlerWithoutAnAnswerAsFailed(Trial trial) throws Exception {
    trial.publish(5, 5);
    trial.worker().handle(HandlerContract::nothingAtFirst);
    trial.awaitDone(5);
    assertThat(trial.calls().callsOf(0)).extracting(CallLog.Call::attempt).containsExactly(1, 2);
  }

  @SuppressWarnings("NullAway") // a handler that breaks its contract is what the test is about
  private static Outcome nothingAtFirst(Message<byte[]> message) {
    return message.attempt() == 1 ? null : Outcome.ack();
  }

  @Test
  default void broadcastReachesEachConsumerWhileOneIsBusy(Trial trial) throws Exception {
    List<EventCounter> consumers = new CopyOnWriteArrayList<>();
    CountDownLatch release = new CountDownLatch(1);
    Worker worker =
        trial
            .worker()
            .handleWith(
                () -> {
                  EventCounter consumer = new EventCounter(release);
                  consumers.add(consumer);
                  return consumer;
                });
    trial.await("all consumers are there", () -> consumers.size() == WorkerSettings.CONSUMERS);
    trial.publish(1, 1);
    trial.await("one consumer is busy", () -> trial.calls().running() == 1);
    worker.queue().broadcast("first");
    worker.queue().broadcast("second");
    trial.await(
        "the idle consumers hear", () -> informed(consumers) == WorkerSettings.CONSUMERS - 1);
    assertThat(trial.calls().running()).isEqualTo(1);
    release.countDown();
    trial.await(
        "the busy one hears as well", () -> informed(consumers) == WorkerSettings.CONSUMERS);
  }

  private static long informed(List<EventCounter> consumers) {
    return consumers.stream()
        .filter(consumer -> consumer.heard.equals(List.of("first", "second")))
        .count();
  }

  /** Counts events; handles a message by waiting for a release. */
  final class EventCounter implements Consumer<byte[]> {
    private final List<Object> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch release;

    EventCounter(CountDownLatch release) {
      this.release = release;
    }

    @Override
    public Outcome consume(Message<byte[]> message) throws InterruptedException {
      release.await();
      return Outcome.ack();
    }

    @Override
    public void onEvent(Object event) {
      heard.add(event);
    }
  }

  @Test
  default void closesEachConsumerOnce(Trial trial) throws Exception {
    List<AtomicInteger> closes = new CopyOnWriteArrayList<>();
    Worker worker =
        trial
            .worker()
            .handleWith(
                () -> {
                  AtomicInteger closed = new AtomicInteger();
                  closes.add(closed);
                  return closing(closed);
                });
    trial.publish(10, 10);
    trial.awaitDone(10);
    worker.queue().resize(2, 1);
    trial.await("surplus consumers close", () -> sum(closes) == closes.size() - 1);
    worker.stop(Duration.ofSeconds(10));
    assertThat(new ArrayList<>(closes)).allSatisfy(closed -> assertThat(closed).hasValue(1));
  }

  private static int sum(List<AtomicInteger> counts) {
    return counts.stream().mapToInt(AtomicInteger::get).sum();
  }

  private static Consumer<byte[]> closing(AtomicInteger closed) {
    return new Consumer<>() {
      @Override
      public Outcome consume(Message<byte[]> message) {
        return Outcome.ack();
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }
}
