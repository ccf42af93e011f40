package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.BatchConsumer;
import io.millrace.queue.Concurrency;
import io.millrace.queue.Consumer;
import io.millrace.queue.DrainReport;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.Pusher;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.queue.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/**
 * Handlers that are quick, so that workers take many messages at once, until one is slow, hangs, is
 * interrupted or abandoned, while the queue is paused, resized, loses partitions, and is stopped.
 */
@Timeout(30)
class HostileHandlersStressTest {
  private static final Duration LENGTH = Duration.ofMillis(600);

  private final long seed = ThreadLocalRandom.current().nextLong();
  private final SplittableRandom random = new SplittableRandom(seed);
  private final Ordering ordering = Ordering.values()[random.nextInt(Ordering.values().length)];
  private final BurstSource source = new BurstSource(random.split());
  private final HostileHandlers handlers = new HostileHandlers(source, ordering);

  @RepeatedTest(10)
  void keepsOrderAndSettlesEachMessageOnceWhateverHandlersDo() {
    Queue<String> queue = queue();
    queue.start();
    long end = System.nanoTime() + LENGTH.toNanos();
    while (System.nanoTime() < end) {
      disturb(queue);
      LockSupport.parkNanos(random.nextInt(10_000_000));
    }
    queue.resume();
    handlers.isStopping = true;
    DrainReport report = queue.stop(Duration.ofMillis(random.nextInt(200)));
    assertThat(handlers.broken).as("seed %d", seed).isEmpty();
    assertThat(report.fetched()).as("seed %d", seed).isEqualTo(source.fetched.get());
    assertThat(source.settled).as("seed %d", seed).hasSize(source.fetched.get());
    assertThat(source.settledTwice).as("seed %d", seed).isEmpty();
    assertThat(source.settled.entrySet())
        .as("seed %d", seed)
        .allMatch(settled -> handlers.isTrue(settled.getKey(), settled.getValue()));
    Expect.conserved(report);
    assertThat(queue.snapshot().heldBytes()).isZero();
    assertThat(queue.snapshot().waiting()).isZero();
    assertThat(queue.snapshot().buffered()).isZero();
    Expect.soon(() -> Expect.threads("hostile") == 0);
  }

  private Queue<String> queue() {
    QueueBuilder<String> builder =
        Queue.<String>builder("hostile")
            .producers(1 + random.nextInt(2), source)
            .ordering(ordering)
            .bufferMessages(1 + random.nextInt(3_000))
            .fetchSize(1 + random.nextInt(3_000))
            .concurrency(
                random.nextBoolean()
                    ? Concurrency.fixed(1 + random.nextInt(6))
                    : Concurrency.adaptive(1, 6))
            .retry(
                new RetryPolicy(
                    3, Duration.ofMillis(1), Duration.ofMillis(5), 0.5, 1 + random.nextInt(2_000)))
            .handlerTimeLimit(HostileHandlers.LIMIT)
            .deadLetters(new Letters())
            .deadLetterTimeLimit(HostileHandlers.LIMIT);
    return random.nextInt(4) == 0
        ? builder.batchConsumers(1 + random.nextInt(20), Batches::new).build()
        : builder.consumers(Singles::new).build();
  }

  private void disturb(Queue<String> queue) {
    switch (random.nextInt(8)) {
      case 0 -> queue.resize(1 + random.nextInt(2), 1 + random.nextInt(6));
      case 1 -> queue.pause();
      case 2 -> queue.broadcast("an event");
      case 3, 4 -> source.revokeOne();
      default -> queue.resume();
    }
  }

  private static void onEvent() {
    if (ThreadLocalRandom.current().nextInt(4) == 0) {
      HostileHandlers.hang(15);
    }
  }

  private final class Singles implements Consumer<String> {
    @Override
    public Outcome consume(Message<String> message) throws Exception {
      return handlers.handle(message);
    }

    @Override
    public void onEvent(Object event) {
      HostileHandlersStressTest.onEvent();
    }
  }

  private final class Batches implements BatchConsumer<String> {
    private final boolean isAtomic = ThreadLocalRandom.current().nextBoolean();

    @Override
    public List<Outcome> consume(List<Message<String>> messages) throws Exception {
      return handlers.handleAll(messages);
    }

    @Override
    public boolean isAtomic() {
      return isAtomic;
    }

    @Override
    public void onEvent(Object event) {
      HostileHandlersStressTest.onEvent();
    }
  }

  /** Fails, takes long or hangs now and then. */
  private static final class Letters implements Pusher<String> {
    @Override
    public String name() {
      return "letters";
    }

    @Override
    public void push(List<Message<String>> messages) throws Exception {
      switch (ThreadLocalRandom.current().nextInt(20)) {
        case 0, 1 -> throw new IllegalStateException("dice");
        case 2 -> HostileHandlers.await(25);
        case 3 -> HostileHandlers.hang(45);
        default -> {}
      }
    }
  }
}
